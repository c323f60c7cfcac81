import type { SourceConfig } from '#core/catalog-config.ts';
import type { Meter } from '#core/meter.ts';
import type { ChildrenDeps } from '#catalog/children/sync-children.ts';
import { lookAtOrganisation } from '#catalog/github/look-at-organisation.ts';
import { type Glance, lookAtRepositories } from '#catalog/github/look-at-repositories.ts';
import type { GitHubConfig } from '#catalog/github/people-source.ts';
import { createSource, type SourceDeps } from '#catalog/sources/create-source.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';
import { type SyncOptions, syncSource } from '#catalog/sync/sync-source.ts';
import type { GitHub } from '#git/github/github.ts';
import { openGitHub } from '#git/github/open-github.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';

/** How one source of the configuration is read. */
export interface Reader {
  config: SourceConfig;
  /** Its own report, then those of an organisation's repositories that are not just unchanged. */
  look(options: SyncOptions): Promise<[SyncReport, ...SyncReport[]]>;
  /** A part of an organisation; absent for other sources. Throws `SourceUnavailable`. */
  glance?(glance: Glance, signal: AbortSignal): Promise<SyncReport[]>;
  /** How its children are read. */
  children: ChildrenDeps;
}

export interface ReaderParts {
  children: ChildrenDeps;
  deps: SourceDeps;
  pool: WorkerPool;
  meter: Meter;
  /** Pages, in lower case, of repositories that are sources of the configuration. */
  configured: ReadonlySet<string>;
}

export function openReader(config: SourceConfig, parts: ReaderParts): Reader {
  const { children, deps } = parts;
  if (config.type === 'github') return openOrganisation(config, parts);
  const source = createSource(config, deps);
  return { config, children, look: async (options) => [await syncSource(children.ctx, source, config, options)] };
}

function openOrganisation(config: GitHubConfig, { children, pool, meter, configured }: ReaderParts): Reader {
  const { log, clock } = children.ctx;
  const { apiUrl, auth, organization } = config;
  const github = opensWhenAsked(() => openGitHub({ apiUrl, auth, organization, log, meter, clock }));
  const sourceOf: ChildrenDeps['sourceOf'] = (child) => ({
    id: child.name,
    async read(previous, signal) {
      const isOwn = child.child?.why === 'repository';
      return children.sourceOf(isOwn ? { ...child, token: await github.gitToken(signal) } : child).read(previous, signal);
    },
  });
  const deps = { ...children, sourceOf, github, pool, configured };
  return {
    config,
    children: deps,
    look: (options) => lookAtOrganisation(deps, config, options),
    glance: (glance, signal) => lookAtRepositories(deps, config, glance, signal),
  };
}

/** What is wrong with its address is an answer to the first question. */
function opensWhenAsked(open: () => Promise<GitHub>): GitHub {
  let opened: Promise<GitHub> | undefined;
  const github = () => {
    opened ??= open();
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    async *repositories(organization, ask) {
      yield* (await github()).repositories(organization, ask);
    },
    repositoriesByIds: async (ids, ask) => (await github()).repositoriesByIds(ids, ask),
    repositoryByName: async (name, ask) => (await github()).repositoryByName(name, ask),
    files: async (wanted, options) => (await github()).files(wanted, options),
    people: async (organization, signal) => (await github()).people(organization, signal),
    gitToken: async (signal) => (await github()).gitToken(signal),
  };
}
