import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defaultBounds, defaultKinds } from '#core/catalog-config.ts';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { migrate } from '#db/migrate.ts';
import { openDb, type OpenDb } from '#db/open.ts';
import { createSource } from '#catalog/sources/create-source.ts';
import { lookAtOrganisation } from '#catalog/github/look-at-organisation.ts';
import { lookAtRepositories } from '#catalog/github/look-at-repositories.ts';
import type { GitHubConfig } from '#catalog/github/people-source.ts';
import type { OrganisationDeps } from '#catalog/github/read-repositories.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import type { GitHub } from '#git/github/github.ts';
import { openGitHub } from '#git/github/open-github.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { openGitHubWorld } from '../test/support/github/world.ts';
import { PaperGitHub } from '../test/support/paper-organisation.ts';
import { silentLog } from '../test/support/silent-log.ts';
import { postgresState, startServer } from './postgres-server.ts';
import { type Figure, type Row, seconds, timed } from './row.ts';
import { openWorkplace } from './workplace.ts';

/** What an organisation of 3,000 repositories, each with a catalog file, costs: requests to GitHub, and time at the database. */
export const github: Row = { id: 'github', measure };

const repositories = 3_000;
const path = 'catalog-info.yaml';
const { signal } = new AbortController();
const config: GitHubConfig = {
  type: 'github',
  name: 'acme',
  organization: 'acme',
  apiUrl: 'https://api.github.com',
  auth: { token: 'a-token' },
  paths: [path],
  filters: { topics: { include: [], exclude: [] }, archived: false, forks: false },
  position: 0,
  allow: defaultKinds,
  authority: false,
  visibleTo: 'everyone',
  everyMs: 300_000,
};

async function measure(): Promise<Figure[]> {
  await using server = await startServer();
  const postgres = async () => openDb({ kind: 'postgres', url: await server.emptyDatabase(), poolSize: 4, log: silentLog });
  const pglite = () => openDb({ kind: 'pglite', folder: 'memory://', log: silentLog });
  return [
    ...(await onDatabase(await postgres(), measureRequests)),
    ...(await onDatabase(await postgres(), (open) => measureTime(open, postgresState))),
    ...(await onDatabase(await pglite(), (open) => measureTime(open, 'PGlite in memory'))),
  ];
}

async function onDatabase(open: OpenDb, work: (open: OpenDb) => Promise<Figure[]>): Promise<Figure[]> {
  try {
    await migrate(open);
    return await work(open);
  } finally {
    await open.close();
  }
}

/** Against a GitHub of our own on loopback, which refuses what the real one refuses. */
async function measureRequests({ db }: OpenDb): Promise<Figure[]> {
  const world = await openGitHubWorld();
  try {
    const made = Array.from({ length: repositories }, (_, n) => world.repository(`service-${n}`, { files: { [path]: describe(n, 'a') } }));
    const { appId, privateKey } = world.app;
    const auth = { appId, privateKey };
    const client = await openGitHub({
      apiUrl: world.apiUrl,
      auth,
      organization: 'acme',
      log: silentLog,
      meter: noMeter,
      clock: systemClock,
    });
    return await withOrganisation(db, client, async (deps) => {
      const count = async (what: string, most: number, work: () => Promise<unknown>): Promise<Figure> => {
        world.spent();
        await work();
        const { graphql, rest } = world.spent();
        const measured = `${graphql + rest} requests, ${rest} of them for the token of the App`;
        const bound = `≤ ${most} requests`;
        return { what: named(what), measured, bound, kept: graphql + rest <= most, state: `a GitHub on loopback; ${postgresState}` };
      };
      const look = () => lookAtOrganisation(deps, config, { signal });
      const figures = [await count('first look', 110, look), await count('reconciliation, nothing new', 35, look)];
      const pushed = made.filter((_, n) => n % 600 === 1);
      for (const [n, repository] of pushed.entries()) repository.push({ [path]: describe(n * 600 + 1, 'b') });
      const glance = { names: pushed.map(({ name }) => `acme/${name}`) };
      return [...figures, await count('look after 5 pushes', 3 + 5, () => lookAtRepositories(deps, config, glance, signal))];
    });
  } finally {
    await world.close();
  }
}

/** Without GitHub's own time, which is not ours. */
async function measureTime({ db }: OpenDb, state: string): Promise<Figure[]> {
  const paper = new PaperGitHub();
  for (let n = 0; n < repositories; n++) paper.put(`id-${n}`, { name: `service-${n}`, files: { [path]: describe(n, 'a') } });
  return withOrganisation(db, paper, async (deps) => {
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const { ms } = await timed(() => lookAtOrganisation(deps, config, { signal }));
    loop.disable();
    const each = ms / repositories;
    const delays = `loop p99 ${Math.round(loop.percentile(99) / 1e6)} ms, max ${Math.round(loop.max / 1e6)} ms`;
    const measured = `${seconds(ms)}, ${each.toFixed(2)} ms each; ${delays}`;
    return [{ what: named('first look, all but GitHub'), measured, bound: '≤ 10 ms each', kept: each <= 10, state }];
  });
}

async function withOrganisation(db: OpenDb['db'], client: GitHub, work: (deps: OrganisationDeps) => Promise<Figure[]>): Promise<Figure[]> {
  using workplace = openWorkplace();
  const pool = createWorkerPool({ threads: 1 });
  const ctx = { db, clock: systemClock, log: silentLog };
  const sourceDeps = { dataDir: workplace.folder, hosts: [], bounds: defaultBounds, log: silentLog, pool };
  const sourceOf: OrganisationDeps['sourceOf'] = (child) => createSource(child, sourceDeps);
  try {
    await reconcileSources(ctx, [config]);
    return await work({ ctx, bounds: defaultBounds, hosts: [], sourceOf, github: client, pool, configured: new Set() });
  } finally {
    await pool.close();
  }
}

const named = (what: string) => `GitHub, ${repositories} repositories: ${what}`;

const describe = (n: number, owner: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: service-${n}\nspec:\n  type: service\n  lifecycle: production\n  owner: team-${owner}\n`;
