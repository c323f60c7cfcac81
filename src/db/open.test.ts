import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { eachDatabase } from '../../test/support/databases.ts';

eachDatabase((name, open) => {
  it('gives rows in the same shapes on every driver', async () => {
    const [row] = await open().db.rows(sql`
      select 1::bigint as big, count(*) as counted, timestamptz '2026-01-02T03:04:05.678Z' as at, '{"a":[1,null]}'::jsonb as doc,
        null as nothing, true as yes, array['a','b'] as list, 1.5::float8 as real`);
    expect(row).toEqual({
      big: 1,
      counted: 1,
      at: new Date('2026-01-02T03:04:05.678Z'),
      doc: { a: [1, null] },
      nothing: null,
      yes: true,
      list: ['a', 'b'],
      real: 1.5,
    });
  });

  it('takes JSON as text or as a value, dates, and arrays with awkward items', async () => {
    const names = ['plain', 'with "quotes"', 'back\\slash', 'comma, brace }', '', 'NULL'];
    const at = new Date('2026-11-23T19:00:00.001Z');
    const [row] = await open().db.rows(sql`
      select ${JSON.stringify({ a: 'x' })}::jsonb as text, ${sql.param({ a: ["it's", '"'] })}::jsonb as value,
        ${sql.param(names)}::text[] as names, ${at}::timestamptz as at, ${null}::text as nothing, ${7}::int as seven`);
    expect(row).toEqual({ text: { a: 'x' }, value: { a: ["it's", '"'] }, names, at, nothing: null, seven: 7 });
  });

  it('rolls back what a transaction wrote before it failed, and an inner one alone', async () => {
    const { db } = open();
    const count = async () => (await db.rows(sql`select count(*) as n from miss`))[0]?.['n'];
    await expect(
      db.transaction(async (tx) => {
        await tx.rows(sql`insert into miss values ('lost', 'd', 1)`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await count()).toBe(0);
    await db.transaction(async (tx) => {
      await tx.rows(sql`insert into miss values ('kept', 'd', 1)`);
      const inner = tx.transaction(async (deeper) => {
        await deeper.rows(sql`insert into miss values ('kept', 'd', 1)`);
      });
      await expect(inner).rejects.toThrow('duplicate key');
      await tx.transaction((deeper) => deeper.rows(sql`insert into miss values ('inner', 'd', 1)`));
    });
    expect(await count()).toBe(2);
  });

  it('refuses a statement that goes past the transaction it is in, instead of waiting for ever', async () => {
    const { db, boss } = open();
    await db.transaction(async () => {
      await expect(db.rows(sql`select 1`)).rejects.toThrow('Inside a transaction');
      await expect(db.transaction(() => Promise.resolve())).rejects.toThrow('Inside a transaction');
      await expect(boss.executeSql('select 1')).rejects.toThrow('Inside a transaction');
    });
    expect(await db.rows(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('lets transactions of different callers take turns', async () => {
    const { db } = open();
    await db.rows(sql`insert into miss values ('n', 'd', 0)`);
    const add = () =>
      db.transaction(async (tx) => {
        const [row] = await tx.rows<{ count: number }>(sql`select count from miss for update`);
        await tx.rows(sql`update miss set count = ${(row?.count ?? 0) + 1}`);
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await db.rows(sql`select count from miss`)).toEqual([{ count: 20 }]);
  });

  it('wakes listeners until they stop listening', async () => {
    const { db } = open();
    const heard: string[] = [];
    const stop = await db.listen('test_channel', (payload) => heard.push(payload));
    await db.rows(sql`select pg_notify('test_channel', 'one')`);
    await expect.poll(() => heard).toEqual(['one']);
    await stop();
    await db.rows(sql`select pg_notify('test_channel', 'two')`);
    await db.rows(sql`select 1`);
    expect(heard).toEqual(['one']);
  });

  it('runs what the job queue sends: scripts, arrays, and a script that fails in its own transaction', async () => {
    const { boss, db } = open();
    const script = `begin; insert into miss values ('a', 'd', 1); select 7 as seven; commit;`;
    expect((await boss.executeSql(script)).rows).toEqual([{ seven: 7 }]);
    const array = await boss.executeSql('select term from miss where term = any($1::text[]) and count = $2', [['a', 'b'], 1]);
    expect(array.rows).toEqual([{ term: 'a' }]);
    const failing = boss.executeSql(`begin; insert into miss values ('x', 'd', 1); select 1 / 0; commit;`);
    const beside = db.rows(sql`select 2 as two`);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await beside).toEqual([{ two: 2 }]);
    expect(await db.rows(sql`select term from miss`)).toEqual([{ term: 'a' }]);
  });

  it('carries the job queue', async () => {
    const { PgBoss } = await import('pg-boss');
    const boss = new PgBoss({
      db: open().boss,
      ...(name === 'pglite' ? { backend: 'pglite' as const } : {}),
      schema: 'boss_test',
      supervise: false,
      schedule: false,
    });
    await boss.start();
    await boss.createQueue('greet');
    await boss.send('greet', { to: 'Cleo', list: ['a'] });
    const [job] = await boss.fetch<{ to: string }>('greet');
    expect(job?.data).toEqual({ to: 'Cleo', list: ['a'] });
    await boss.stop({ graceful: false });
    await open().db.rows(sql`drop schema boss_test cascade`);
  });
});
