import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import { openDb } from '#db/open.ts';
import { type RunningProduct, startProduct } from '../../../bench/product.ts';
import { type Random, seededRandom } from '../../../bench/random.ts';
import { post } from '../storm/deliver-badly.ts';
import { pushed } from '../storm/happening.ts';
import { silentLog } from '../silent-log.ts';
import { type ChangingWorld, openChangingWorld } from './changing-world.ts';
import { startWatch, type Watched } from './watch.ts';

export interface KillOptions {
  seed: number;
  kills: number;
  /** Connection string of an empty database. */
  database: string;
}

export interface Killed extends Watched {
  entities: number;
  /** Refs that are another entity than before. */
  others: number;
  /** Milliseconds until the catalog said what the world said last. */
  caughtUp: number;
}

const secret = 'between us and GitHub';

/** Two real processes on one database read a changing world; one of them is killed at random moments and started again. */
export async function killReplicas({ seed, kills, database }: KillOptions): Promise<Killed> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await openChangingWorld());
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'switchboard-kill-')), (one) => rm(one, { recursive: true, force: true }));
  const start = starter(world, { folder, database });
  const replicas = [await start(0), await start(1)];
  stack.defer(async () => void (await Promise.all(replicas.map((one) => one.stop()))));
  const open = await openDb({ kind: 'postgres', url: database, poolSize: 2, log: silentLog });
  stack.defer(() => open.close());
  const before = await identities(open.db);
  const watch = startWatch(open.db, world.entities);
  const random = seededRandom(seed);
  for (let kill = 0; kill < kills; kill++) {
    const which = random.below(2);
    await stir(world, { random, url: (replicas[random.below(2)] ?? replicas[0])?.url ?? '', forMs: 200 + random.below(1_500) });
    process.kill(replicas[which]?.pid ?? 0, 'SIGKILL');
    watch.killed();
    world.change(random);
    replicas[which] = await start(which);
  }
  const ended = Date.now();
  await untilCurrent(open.db, world);
  const caughtUp = Date.now() - ended;
  const watched = await watch.settled();
  const after = await identities(open.db);
  const others = [...after].filter(([ref, uid]) => before.get(ref) !== uid).length;
  return { ...watched, entities: world.entities, others, caughtUp };
}

function starter(world: ChangingWorld, { folder, database }: { folder: string; database: string }) {
  const { github, git, entities } = world;
  const configFile = join(folder, 'switchboard.yaml');
  const sources = [
    { type: 'git', name: 'files', url: git.path, paths: ['*.yaml'], every: '1s' },
    { type: 'github', name: 'acme', organization: 'acme', every: '2s' },
  ];
  writeFileSync(configFile, JSON.stringify({ catalog: { sources } }));
  const token = github.personalToken();
  return (which: number): Promise<RunningProduct> => {
    const DATA_DIR = join(folder, `replica-${which}`);
    mkdirSync(DATA_DIR, { recursive: true });
    const variables = {
      ROLE: 'all',
      DATABASE_URL: database,
      DATABASE_POOL_SIZE: '5',
      DATA_DIR,
      GITHUB_API_URL: github.apiUrl,
      GITHUB_TOKEN: token,
      GITHUB_WEBHOOK_SECRET: secret,
      SWITCHBOARD_SECRET: 'only for this database of tests',
      SWITCHBOARD_CONFIG: configFile,
    };
    return startProduct(variables, entities);
  };
}

/** Changes the world, and tells one process of it, until the time is over. */
async function stir(world: ChangingWorld, { random, url, forMs }: { random: Random; url: string; forMs: number }): Promise<void> {
  const until = Date.now() + forMs;
  while (Date.now() < until) {
    for (const name of world.change(random)) {
      const repository = [...world.github.repositories.values()].find((one) => one.name === name);
      if (repository) await post(url, { ...pushed(world.github, repository), id: `${name}-${until}`, secret });
    }
    await pause(random.below(150));
  }
}

async function identities(db: Db): Promise<Map<unknown, unknown>> {
  const rows = await db.rows(sql`select ref, uid from descriptor where holder`);
  return new Map(rows.map(({ ref, uid }) => [ref, uid]));
}

/** Waits until every source was read at the head that it has. */
async function untilCurrent(db: Db, { git, github }: ChangingWorld): Promise<void> {
  const heads = new Map([...github.repositories.values()].map((one) => [`acme/${one.name}`, one.branches.get(one.defaultBranch)]));
  heads.set('files', git.git('rev-parse', 'HEAD'));
  const deadline = Date.now() + 180_000;
  for (;;) {
    const rows = await db.rows<{ name: string; head: string | null; ok: boolean }>(sql`select name, head, ok from source`);
    const behind = rows.filter(({ name, head, ok }) => heads.has(name) && (head !== heads.get(name) || !ok));
    if (behind.length === 0 && rows.length >= heads.size) return;
    if (Date.now() > deadline) throw new Error(`These were not read any more: ${behind.map(({ name }) => name).join(', ')}.`);
    await pause(100);
  }
}
