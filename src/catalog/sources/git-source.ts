import type { SourceConfig } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import { type SourceRead, type SourceState, SourceUnavailable } from '#core/descriptor.ts';
import { askHead, type Head } from '#git/ask-head.ts';
import {
  type Clone,
  cloneDir,
  diffTrees,
  discardClone,
  fetchHead,
  isFetched,
  prepareClone,
  tidyClone,
  writeServingConfig,
} from '#git/clone.ts';
import { explainFailure } from '#git/explain-failure.ts';
import { defaultGitLimits } from '#git/git-limits.ts';
import type { TreeChange } from '#git/git-tree.ts';
import { openRemote } from '#git/remote.ts';
import { GitFailed } from '#git/run-git.ts';
import { withClone } from '#git/with-clone.ts';
import { kindRules } from '../descriptor/read-rules.ts';
import { webUrlOf } from '../web-links.ts';
import type { SourceDeps } from './create-source.ts';
import { gitSnapshot } from './git-snapshot.ts';
import { namedMatcher, withMissing } from './named-paths.ts';
import { readAll, readChanges } from './read-snapshot.ts';
import { rootMatcher } from './root-matcher.ts';

type GitConfig = Extract<SourceConfig, { type: 'git' }>;

/** A branch of a Git repository. Costs one question to the remote when its head has not moved. */
export function gitSource(config: GitConfig, deps: SourceDeps): Source {
  return {
    id: config.name,
    async read(previous, signal) {
      const clone = await openClone(config, deps);
      const { remote, servingConfig, limits } = clone;
      const head = await askHead(remote, { branch: config.branch, servingConfig, limits, signal });
      // Another branch gives the same files other addresses, so what is remembered does not hold.
      const base = previous && previous.branch === head.branch ? previous : null;
      if (base?.head === head.commit) return { outcome: 'unchanged', head: head.commit, branch: head.branch };
      return withClone(clone.dir, () => readSafely({ config, deps, clone, head, base, signal }));
    },
  };
}

/** The clone of a configured source, whether or not it is on disk yet. Throws `SourceUnavailable`. */
export async function openClone(config: GitConfig, deps: SourceDeps): Promise<Clone> {
  const remote = await (deps.openRemote ?? openRemote)(config.url, { hosts: deps.hosts, writtenBy: trustOf(config), token: config.token });
  const servingConfig = await writeServingConfig(deps.dataDir);
  return { dir: cloneDir(deps.dataDir, remote), remote, servingConfig, limits: deps.gitLimits ?? defaultGitLimits };
}

/** An operator who names an organisation means its repositories; what files and people name is held to `catalog.hosts`. */
function trustOf({ child }: GitConfig): 'operator' | 'file' {
  return child === undefined || child.why === 'repository' ? 'operator' : 'file';
}

interface Task {
  config: GitConfig;
  deps: SourceDeps;
  clone: Clone;
  head: Head;
  base: SourceState | null;
  signal: AbortSignal;
}

/** A clone can be damaged in more ways than can be told apart; it holds nothing that cannot be fetched again. */
async function readSafely(task: Task): Promise<SourceRead> {
  try {
    return await readHead(task);
  } catch (error) {
    if (!mayBeDamage(error)) throw error;
    task.deps.log.warn({ source: task.config.name, error: error.message }, 'git.clone-discarded');
  }
  await discardClone(task.clone);
  return readHead(task).catch((error: unknown) => {
    throw explainFailure(error, task.clone.remote);
  });
}

function mayBeDamage(error: unknown): error is Error {
  if (error instanceof SourceUnavailable) return error.code === 'failed' && error.cause instanceof GitFailed;
  return error instanceof GitFailed && error.reason === 'exit';
}

async function readHead({ config, deps, clone, head, base, signal }: Task): Promise<SourceRead> {
  signal.throwIfAborted();
  await prepareClone(clone, signal);
  const commit = (await isFetched(clone, head)) ? head.commit : await fetchHead(clone, head, signal);
  const changes = base?.head ? await changesSince(clone, base.head, { commit, signal }) : undefined;
  const { fileBytes } = deps.bounds;
  const known = new Map(changes?.flatMap(({ path, after }) => (after ? [[path, after] as const] : [])));
  const webUrl = webUrlOf(config.url);
  const hosts = deps.hosts.map((known) => known.host);
  const home = webUrl === undefined ? {} : { home: { webUrl, branch: head.branch } };
  const rules = { ...kindRules(config), bounds: deps.bounds, hosts, ...home };
  const named = config.child && config.child.why !== 'repository' ? config.child.paths : undefined;
  const input = {
    snapshot: gitSnapshot({ clone, commit, known, fileBytes, signal }),
    rules,
    pool: deps.pool,
    isRoot: named ? namedMatcher(named) : rootMatcher(config.paths),
  };
  const found = base && changes ? await readChanges(input, base.files, changes.map(kindsOf)) : await readAll(input, base?.files);
  const read = named ? await withMissing(found, named, input.snapshot) : found;
  await tidyClone(clone, signal).catch((error: unknown) => deps.log.warn({ source: config.name, err: error }, 'git.tidy-failed'));
  return { outcome: 'read', ...read, head: commit, branch: head.branch };
}

/** Undefined when the old commit is not in the clone any more, after a rewritten history or a lost disk. */
async function changesSince(clone: Clone, from: string, { commit, signal }: { commit: string; signal: AbortSignal }) {
  return diffTrees(clone, from, commit, signal).catch((error: unknown) => {
    if (error instanceof GitFailed && error.reason === 'exit') return undefined;
    throw error;
  });
}

const kindsOf = ({ path, before, after }: TreeChange) => ({
  path,
  ...(before ? { before: before.kind } : {}),
  ...(after ? { after: after.kind } : {}),
});
