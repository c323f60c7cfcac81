import type { Bounds, HostConfig, SourceConfig } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import type { Log } from '#core/log.ts';
import type { GitLimits } from '#git/git-limits.ts';
import type { openRemote } from '#git/remote.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';
import { backstageSource } from './backstage-source.ts';
import { folderSource } from './folder-source.ts';
import { gitSource } from './git-source.ts';

export interface SourceDeps {
  /** Clones are kept in `git/` below it; this process alone uses it. */
  dataDir: string;
  hosts: readonly HostConfig[];
  bounds: Bounds;
  log: Log;
  /** Reads big files on other threads; absent: all on this one, as short-lived commands do. */
  pool?: WorkerPool;
  gitLimits?: GitLimits;
  /** Opens the way to a repository; tests serve those of other hosts on this machine. */
  openRemote?: typeof openRemote;
}

/**
 * Makes the reader for a folder, a repository or a Backstage. Keep it for as long as the process lives: folders are compared
 * with what was seen before. `read(null, …)` reads all, `read(state, …)` what changed since that state.
 */
export function createSource(config: Exclude<SourceConfig, { type: 'github' }>, deps: SourceDeps): Source {
  if (config.type === 'backstage') return backstageSource(config, deps);
  return config.type === 'git' ? gitSource(config, deps) : folderSource(config, deps);
}
