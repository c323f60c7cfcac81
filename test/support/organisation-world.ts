import { sql } from 'drizzle-orm/sql';
import { defaultBounds, defaultKinds } from '#core/catalog-config.ts';
import { lookAtOrganisation } from '#catalog/github/look-at-organisation.ts';
import { type Glance, lookAtRepositories } from '#catalog/github/look-at-repositories.ts';
import type { GitHubConfig } from '#catalog/github/people-source.ts';
import type { OrganisationDeps } from '#catalog/github/read-repositories.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';
import type { OpenDb } from '#db/open.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';
import { silentLog } from './silent-log.ts';
import { PaperGitHub } from './paper-organisation.ts';
import { paperSource, type PaperRepositories } from './paper-repository.ts';
import { StillClock } from './scripted-source.ts';

export const acme: GitHubConfig = {
  type: 'github',
  name: 'acme',
  organization: 'acme',
  apiUrl: 'https://api.github.com',
  auth: { token: 'a-token' },
  paths: ['/catalog-info.yaml'],
  filters: { topics: { include: [], exclude: [] }, archived: false, forks: false },
  position: 0,
  allow: defaultKinds,
  authority: false,
  visibleTo: 'everyone',
  everyMs: 300_000,
};

/** An organisation that is a source, on paper, in a real database. */
export interface OrganisationWorld {
  clock: StillClock;
  github: PaperGitHub;
  /** Pages of repositories that are sources of their own. */
  configured: Set<string>;
  /** What git would find at an address. */
  git: PaperRepositories;
  deps: OrganisationDeps;
  /** A minute later; gives `<source> <outcome>` of each report. */
  look(config?: GitHubConfig): Promise<string[]>;
  /** A second later. */
  glance(glance: Glance, config?: GitHubConfig): Promise<string[]>;
  /** `<name> from <source>`. */
  entities(): Promise<string[]>;
  uids(): Promise<unknown[]>;
  rows(): Promise<{ name: string; ok: boolean; orphanedAt: Date | null; errorCode: string | null }[]>;
  /** Since it was last asked. */
  spent(): { requests: number; reads: number };
}

export function organisationWorld({ db }: OpenDb, pool: WorkerPool): OrganisationWorld {
  const clock = new StillClock();
  const github = new PaperGitHub();
  const git: PaperRepositories = new Map();
  const sourceOf: OrganisationDeps['sourceOf'] = (config) => paperSource(git, config, []);
  const configured = new Set(['https://github.com/acme/elsewhere']);
  const deps = { ctx: { db, clock, log: silentLog }, bounds: defaultBounds, hosts: [], sourceOf, github, pool, configured };
  const { signal } = new AbortController();
  const told = (reports: readonly SyncReport[]) => reports.map(({ source, outcome }) => `${source} ${outcome}`).toSorted();
  return {
    clock,
    github,
    configured,
    git,
    deps,
    async look(config = acme) {
      clock.forward(60_000);
      await reconcileSources(deps.ctx, [config]);
      return told(await lookAtOrganisation(deps, config, { signal }));
    },
    async glance(glance, config = acme) {
      clock.forward(1_000);
      return told(await lookAtRepositories(deps, config, glance, signal));
    },
    async entities() {
      const rows = await db.rows(sql`select ref, source from descriptor where holder order by ref`);
      return rows.map(({ ref, source }) => `${String(ref).replace(/.*\//, '')} from ${String(source)}`);
    },
    uids: () => db.rows(sql`select ref, uid from descriptor where holder order by ref`),
    rows: () => db.rows(sql`select name, ok, orphaned_at as "orphanedAt", error_code as "errorCode" from source order by name`),
    spent() {
      const { requests, reads } = github;
      github.requests = github.reads = 0;
      return { requests, reads };
    },
  };
}
