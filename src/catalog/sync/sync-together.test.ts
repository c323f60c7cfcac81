import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { type Files, readFile, ScriptedSource, sourceConfig, StillClock } from '../../../test/support/scripted-source.ts';
import { reconcileSources } from './reconcile-sources.ts';
import { readSources } from './stored-rows.ts';
import { type SyncCtx, syncSource } from './sync-source.ts';
import { syncTogether } from './sync-together.ts';

const { signal } = new AbortController();
const names = ['a', 'b', 'c', 'd'];
const file = 'catalog-info.yaml';

/** Three states of four sources: they claim the same ref, swap it, lose it, break, and come back. */
const times: Record<string, Files>[] = [
  {
    a: { [file]: [{ name: 'shop' }, { name: 'pay', owner: 'team-b' }] },
    b: { [file]: [{ name: 'pay' }] },
    c: { [file]: { unreadable: 'tabs' } },
    d: {},
  },
  { a: { [file]: [{ name: 'shop', title: 'Shop' }] }, b: { [file]: [{ name: 'pay' }] }, c: { [file]: [{ name: 'cart' }] }, d: {} },
  { a: {}, b: { [file]: { unreadable: 'tabs' } }, c: { [file]: [{ name: 'basket' }] }, d: { [file]: [{ name: 'shop' }, { name: 'pay' }] } },
];

eachDatabase((_name, open) => {
  let ctx: SyncCtx;

  beforeEach(async () => {
    ctx = { db: open().db, clock: new StillClock(), log: silentLog };
    await begin();
  });

  const begin = () =>
    reconcileSources(
      ctx,
      names.map((name, position) => sourceConfig(name, { position })),
    );
  const wholeReads = async (files: Record<string, Files>, head: string) =>
    (await readSources(ctx.db)).map(({ name, version }) => {
      const read = Object.entries(files[name] ?? {}).map(([path, content]) => readFile(path, content));
      return { name, version, read: { outcome: 'read' as const, full: true as const, head, branch: 'main', files: read, removed: [] } };
    });
  const picture = async () => {
    const { db } = ctx;
    return {
      claims: await db.rows(
        sql`select source, path, doc, ref, hash, holder, broken, changed_commit from descriptor order by source, path, doc`,
      ),
      files: await db.rows(sql`select source, path, blob from source_file order by source, path`),
      problems: await db.rows(sql`select source, path, ordinal, message from problem order by source, path, ordinal`),
      tombstones: await db.rows(sql`select ref, source, path, from_commit, to_commit from tombstone order by ref`),
      sources: await db.rows(sql`select name, head, branch, ok from source order by name`),
      feed: await db.rows(sql`select source, ref, op, field from catalog_change order by source, ref, op, field`),
    };
  };

  it('leaves the same behind as one sync after the other', async () => {
    const together: unknown[] = [];
    for (const [n, files] of times.entries()) {
      await syncTogether(ctx, await wholeReads(files, `head-${n}`));
      together.push(await picture());
    }
    for (const table of ['source', 'source_file', 'descriptor', 'problem', 'tombstone', 'catalog_change'])
      await ctx.db.rows(sql.raw(`truncate ${table}`));
    await begin();
    for (const [n, files] of times.entries()) {
      for (const [position, name] of names.entries()) {
        const source = new ScriptedSource(name).at(`head-${n}`, files[name] ?? {});
        source.full = true;
        await syncSource(ctx, source, sourceConfig(name, { position }), { signal });
      }
      expect(together[n]).toEqual(await picture());
    }
  });

  it('keeps who holds a ref, and the uid of what is back', async () => {
    const uids = () => ctx.db.rows(sql`select ref, uid from descriptor where holder order by ref`);
    await syncTogether(ctx, await wholeReads(times[1] ?? {}, 'one'));
    const before = await uids();
    await syncTogether(ctx, await wholeReads({}, 'two'));
    expect(await uids()).toEqual([]);
    await syncTogether(ctx, await wholeReads(times[1] ?? {}, 'three'));
    expect(await uids()).toEqual(before);
  });

  it('leaves alone what another process has read meanwhile', async () => {
    const early = await wholeReads(times[0] ?? {}, 'early');
    await syncTogether(ctx, (await wholeReads(times[1] ?? {}, 'late')).slice(0, 1));
    const reports = await syncTogether(ctx, early);
    expect(reports.map(({ source }) => source).toSorted()).toEqual(['b', 'c', 'd']);
    expect(await ctx.db.rows(sql`select head from source where name = 'a'`)).toEqual([{ head: 'late' }]);
  });
});
