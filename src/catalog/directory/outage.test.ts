import { migrate } from '#db/migrate.ts';
import { openDb, type OpenDb } from '#db/open.ts';
import { systemClock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { operator } from '#core/viewer.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { entity, putSource, writeCatalog } from '../../../test/support/catalog-rows.ts';
import { ownPostgresDatabase, silentLog } from '../../../test/support/databases.ts';
import { openDirectory, type LiveDirectory } from './open-directory.ts';

const people = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };
/** Shorter than in production, where a busy database is not yet a lost one. */
const patience = { answerMs: 1_000, forgetMs: 5_000 };
const ref = 'component:default/cart';
const cart = (title: string) => ({ entity: entity('Component', 'cart', { owner: 'team-a' }, { title }), source: 'org' });

/** A wire to the database that can be cut. */
async function cuttable(url: string) {
  const to = new URL(url);
  const open = new Set<Socket>();
  let cut = false;
  const server = createServer((here) => {
    if (cut) return here.destroy();
    const there = connect(Number(to.port), to.hostname);
    for (const socket of [here, there]) {
      open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    }
    here.pipe(there).pipe(here);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: through.href,
    cut() {
      cut = true;
      drop();
    },
    mend: () => void (cut = false),
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listeningLog(): { log: Log; events: string[] } {
  const events: string[] = [];
  const note = (_: object, event: string): void => void events.push(event);
  return { log: { debug: () => undefined, info: note, warn: note, error: note }, events };
}

test('with the database away answers go on and say their age; who starts meanwhile answers from its snapshot; on return all catch up', async () => {
  const url = await ownPostgresDatabase();
  const direct = await openDb({ kind: 'postgres', url, poolSize: 2, log: silentLog });
  const wire = await cuttable(url);
  const folder = await mkdtemp(path.join(tmpdir(), 'switchboard-outage-'));
  const snapshot = { file: path.join(folder, 'snapshot'), secret: 'a secret of this installation' };
  const closing: (() => Promise<void>)[] = [];
  const { log, events } = listeningLog();
  async function start(): Promise<{ directory: LiveDirectory; db: OpenDb }> {
    const db = await openDb({ kind: 'postgres', url: wire.url, poolSize: 2, log: silentLog });
    closing.push(() => db.close());
    const directory = await openDirectory({ db: db.db, clock: systemClock, log, people, snapshot, pollMs: 100, patience });
    closing.unshift(() => directory.close());
    return { directory, db };
  }
  try {
    await migrate(direct);
    await putSource(direct.db, 'org');
    await writeCatalog(direct.db, { put: [cart('before')] });
    const first = await start();
    await first.directory.close();
    const { directory: running } = await start();

    wire.cut();
    await vi.waitFor(() => expect(running.freshness.from).toBe('memory'), { timeout: 6000 });
    const { asOf } = running.freshness;
    expect(running.for(operator).get(ref)?.entity.metadata.title).toBe('before');
    await expect(running.refresh()).rejects.toThrow();
    const begun = performance.now();
    const { directory: started } = await start();
    expect(performance.now() - begun).toBeLessThan(2500);
    expect(started.freshness.from).toBe('snapshot');
    expect(started.for(operator).find('cart')).toMatchObject({ outcome: 'one' });
    await writeCatalog(direct.db, { put: [cart('during'), { entity: entity('Group', 'team-a', { children: [] }), source: 'org' }] });
    await sleep(300);
    expect(running.freshness).toEqual({ from: 'memory', asOf });

    wire.mend();
    for (const directory of [running, started]) {
      await vi.waitFor(() => expect(directory.freshness.from).toBe('database'), { timeout: 15_000 });
      expect(directory.for(operator).get(ref)?.entity.metadata.title).toBe('during');
      expect(directory.size).toBe(2);
    }
    await writeCatalog(direct.db, { put: [cart('after')] });
    for (const directory of [running, started]) {
      await vi.waitFor(() => expect(directory.for(operator).get(ref)?.entity.metadata.title).toBe('after'), { timeout: 1000 });
    }
    const told = events.filter((event) => event === 'directory.away' || event === 'directory.back');
    expect(told).toEqual(['directory.away', 'directory.back', 'directory.back']);
  } finally {
    for (const close of closing) await close();
    await wire.close();
    await direct.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('without a database and without a snapshot it says which is missing', async () => {
  const db = await openDb({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none', poolSize: 1, log: silentLog });
  await expect(openDirectory({ db: db.db, clock: systemClock, log: silentLog, people })).rejects.toMatchObject({
    code: 'database-unreachable',
  });
  await db.close();
});
