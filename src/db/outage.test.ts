import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { silentLog } from '../../test/support/databases.ts';
import { startPostgres } from '../../test/support/embedded-postgres.ts';
import { swallowingProxy } from '../../test/support/swallowing-proxy.ts';
import { openDb } from './open.ts';

it('says that Postgres is away, and goes on and hears again within 3 s of its return', async () => {
  const server = await startPostgres();
  const open = await openDb({ kind: 'postgres', url: server.url, poolSize: 3, log: silentLog });
  const { db } = open;
  try {
    const heard: string[] = [];
    await db.listen('news', (payload) => heard.push(payload));
    await server.halt();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const asked = Date.now();
      await expect(db.rows(sql`select 1`)).rejects.toMatchObject({ code: 'database-unreachable' });
      expect(Date.now() - asked).toBeLessThan(2000);
    }
    await expect(db.transaction((tx) => tx.rows(sql`select 1`))).rejects.toMatchObject({ code: 'database-unreachable' });
    await server.resume();
    const back = Date.now();
    await expect.poll(() => db.rows(sql`select 1 as one`).catch(() => 'away'), { timeout: 3000 }).toEqual([{ one: 1 }]);
    await expect
      .poll(
        async () => {
          await db.rows(sql`select pg_notify('news', 'again')`);
          return heard;
        },
        { timeout: 3000 },
      )
      .toContain('again');
    expect(Date.now() - back).toBeLessThan(3000);
  } finally {
    await open.close();
    await server.stop();
  }
});

it('gives up connections that have gone silent, so that whoever waits for them can go on', async () => {
  const server = await startPostgres();
  const proxy = await swallowingProxy(server.url);
  const open = await openDb({ kind: 'postgres', url: proxy.url, poolSize: 2, log: silentLog, silentMs: 1000 });
  const { db, boss } = open;
  const one = sql`select 1 as one`;
  try {
    await Promise.all([db.rows(one), db.rows(one)]);
    proxy.swallow();
    const stuck = [db.rows(one), db.transaction((tx) => tx.rows(one)), boss.executeSql('select 1', [])];
    proxy.heal();
    for (const work of stuck) await expect(work).rejects.toMatchObject({ code: 'database-unreachable' });
    expect(await db.rows(one)).toEqual([{ one: 1 }]);
    expect(await db.transaction((tx) => tx.rows(one))).toEqual([{ one: 1 }]);
  } finally {
    await open.close();
    await proxy.stop();
    await server.stop();
  }
}, 20_000);
