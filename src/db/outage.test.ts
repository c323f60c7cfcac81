import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { silentLog } from '../../test/support/databases.ts';
import { startPostgres } from '../../test/support/embedded-postgres.ts';
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
}, 40_000);
