import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm/sql';
import { createSyncer } from '../../../src/app/create-syncer.ts';
import { readConfig } from '../../../src/config.ts';
import { systemClock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import { noMeter } from '#core/meter.ts';
import { openDb } from '#db/open.ts';
import { startProduct } from '../../../bench/product.ts';
import { type Random, seededRandom } from '../../../bench/random.ts';
import { type GitHubWorld, openGitHubWorld } from '../github/world.ts';
import { silentLog } from '../silent-log.ts';
import { type Contents, everThere, filesKnown, filesThere, readContents } from './catalog-contents.ts';
import type { EverThere } from './but-for-history.ts';
import { type Delivered, deliverBadly } from './deliver-badly.ts';
import { repositoryEvent } from './happening.ts';
import { beginHistory } from './history.ts';

export interface StormOptions {
  seed: number;
  repositories: number;
  /** How many things happen. */
  length: number;
  /** How often the product reconciles meanwhile. */
  every: string;
  /** Connection strings of two empty databases. */
  databases: [string, string];
}

/** What a storm left, after one reconciliation and after reading everything anew. */
export interface Weathered {
  delivered: Delivered;
  /** Looks that the job queue ran for it, and requests to GitHub. */
  looks: number;
  requests: number;
  /** Lines of the product's log, which has errors only. */
  errors: string[];
  reconciled: Contents;
  /** After a full sync over the same database. */
  reread: Contents;
  /** After a full sync over an empty database. */
  afresh: Contents;
  known: ReturnType<typeof filesKnown>;
  there: ReturnType<typeof filesThere>;
  ever: EverThere;
}

const secret = 'between us and GitHub';

/** Lets a real process take a storm of webhooks from an organisation of our own, and reads what came of it. */
export async function weatherStorm({ seed, repositories, length, every, databases }: StormOptions): Promise<Weathered> {
  await using stack = new AsyncDisposableStack();
  const world = stack.adopt(await openGitHubWorld(), (one) => one.close());
  const folder = stack.adopt(mkdtempSync(join(tmpdir(), 'switchboard-storm-')), (one) => rmSync(one, { recursive: true, force: true }));
  const configFile = join(folder, 'switchboard.yaml');
  const source = {
    type: 'github',
    name: 'acme',
    organization: 'acme',
    authority: true,
    every,
    filters: { visibility: ['private', 'internal'] },
  };
  writeFileSync(configFile, JSON.stringify({ catalog: { sources: [source] } }));
  const random = seededRandom(seed);
  const history = beginHistory(world, random, repositories);
  const variables = {
    GITHUB_API_URL: world.apiUrl,
    GITHUB_TOKEN: world.personalToken(),
    GITHUB_WEBHOOK_SECRET: secret,
    SWITCHBOARD_SECRET: 'only for this database of tests',
    SWITCHBOARD_CONFIG: configFile,
    DATA_DIR: folder,
  };
  world.limit.remaining = Number.MAX_SAFE_INTEGER;
  const [database, empty] = databases;
  const product = await startProduct({ ...variables, DATABASE_URL: database }, repositories);
  stack.defer(() => product.stop());
  await using open = await opened(database);
  world.spent();
  const delivered = await deliverBadly({ history, random, length, url: product.url, secret, lie: () => lie(world, random) });
  await quiet(open.db);
  const looks = await looksRun(open.db);
  const { graphql, rest } = world.spent();
  await product.stop();
  const sync = (url: string) => syncOnce(url, variables, folder);
  await sync(database);
  const reconciled = await readContents(open.db);
  await open.db.rows(sql`update source set synced_at = null, head = null where orphaned_at is null`);
  await sync(database);
  const reread = await readContents(open.db);
  await sync(empty);
  await using other = await opened(empty);
  const afresh = await readContents(other.db);
  return {
    delivered,
    looks,
    requests: graphql + rest,
    errors: product
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{')),
    reconciled,
    reread,
    afresh,
    known: filesKnown(reconciled),
    there: filesThere(world),
    ever: everThere(world, reread),
  };
}

/** A repository is said to have gone, or to be another, that is as it was. */
function lie(world: GitHubWorld, random: Random) {
  const repository = random.pick([...world.repositories.values()]);
  return repositoryEvent(world, repository, random.pick(['deleted', 'archived', 'privatized']));
}

async function opened(url: string) {
  const open = await openDb({ kind: 'postgres', url, poolSize: 2, log: silentLog });
  return Object.assign(open, { [Symbol.asyncDispose]: () => open.close() });
}

/** Looks at everything once, as the job does when its time has come; a process of its own remembers nothing. */
async function syncOnce(url: string, variables: Record<string, string>, folder: string): Promise<void> {
  await using open = await opened(url);
  const config = readConfig({ ...variables, DATABASE_URL: url }, folder);
  const syncer = createSyncer(config, { open, folder }, { log: silentLog, clock: systemClock, meter: noMeter });
  await syncer.prepare();
  const reports = await syncer.sync('acme', { signal: AbortSignal.timeout(120_000) });
  await syncer.close();
  const failed = reports.filter(({ outcome }) => outcome === 'unavailable');
  if (failed.length > 0) throw new Error(`Not everything could be read: ${JSON.stringify(failed[0])}`);
}

async function quiet(db: Db): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const [row] = await db.rows<{ n: number }>(sql`
      select count(*)::int as n from pgboss.job where name = 'catalog.look' and state in ('created', 'retry', 'active')`);
    if (row?.n === 0) return;
    if (Date.now() > deadline) throw new Error('The looks that were asked for do not come to an end.');
    await pause(50);
  }
}

async function looksRun(db: Db): Promise<number> {
  const [row] = await db.rows<{ n: number }>(sql`select count(*)::int as n from pgboss.job where name = 'catalog.look'`);
  return row?.n ?? 0;
}
