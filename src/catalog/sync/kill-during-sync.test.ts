import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { openDb, type OpenOptions } from '#db/open.ts';
import { systemClock } from '#core/clock.ts';
import { ownPostgresDatabase, silentLog } from '../../../test/support/databases.ts';
import { sourceConfig } from '../../../test/support/scripted-source.ts';
import { reconcileSources } from './reconcile-sources.ts';

const script = fileURLToPath(new URL('../../../test/support/sync-drill.ts', import.meta.url));
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/switchboard', import.meta.url));
const kills = 20;

// Each process checks what the killed one before it left: every entity, file and feed number of exactly one version.
it.concurrent('loses no entity and leaves none half-written when killed at 20 moments, on pglite', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'switchboard-drill-'));
  try {
    await prepare({ kind: 'pglite', folder, log: silentLog });
    await drill('pglite', folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 300_000);

it.concurrent('loses no entity and leaves none half-written when killed at 20 moments, on postgres', async () => {
  const url = await ownPostgresDatabase();
  await prepare({ kind: 'postgres', url, poolSize: 2, log: silentLog });
  await drill('postgres', url);
}, 300_000);

async function prepare(options: OpenOptions): Promise<void> {
  const open = await openDb(options);
  await migrate(open);
  await reconcileSources({ db: open.db, clock: systemClock, log: silentLog }, [sourceConfig('main')]);
  await open.close();
}

async function drill(kind: 'pglite' | 'postgres', place: string): Promise<void> {
  let reached = -1;
  let next = load(kind, place);
  try {
    for (let kill = 0; kill <= kills; kill += 1) {
      // The last one may finish a sync, to show that what was left can be gone on from.
      const isLast = kill === kills;
      // Every fourth is killed in a later sync, the others in the first one that they do.
      const after = isLast || kill % 4 === 3 ? 'synced' : 'found';
      const child = next;
      if (!isLast) next = load(kind, place);
      const { found, synced } = await runUntilKilled(child, after, isLast ? 0 : Math.random() * 200);
      expect(found).toBeGreaterThanOrEqual(reached);
      // One more may have been committed than was told.
      expect(found).toBeLessThanOrEqual(reached + 1);
      reached = Math.max(found, synced ?? -1);
      if (isLast) expect(synced).toBe(found + 1);
    }
  } finally {
    next.kill('SIGKILL');
  }
  expect(reached).toBeGreaterThanOrEqual(5);
}

function load(kind: string, place: string) {
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  return spawn(process.execPath, [script, kind, place], { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

interface Told {
  found: number;
  synced?: number;
}

/** Kills the process `ms` after it first said `after`. */
async function runUntilKilled(child: ReturnType<typeof load>, after: keyof Told, ms: number): Promise<Told> {
  child.stdin.write('go');
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  let timer: NodeJS.Timeout | undefined;
  let told: Told | undefined;
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Told;
    told = { ...told, ...said };
    if (said[after] !== undefined) timer ??= setTimeout(() => child.kill('SIGKILL'), ms);
  }
  await ended;
  if (!told) throw new Error(`The process said nothing: ${complaint}`);
  expect(child.signalCode, complaint).toBe('SIGKILL');
  return told;
}
