import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { ScriptedSource, sourceConfig, StillClock } from '../../../test/support/scripted-source.ts';
import { completeTombstones } from './complete-tombstones.ts';
import { readCatalogExport } from './read-catalog-export.ts';
import { reconcileSources } from './reconcile-sources.ts';
import { syncSource, type SyncCtx } from './sync-source.ts';

const { signal } = new AbortController();

eachDatabase((_name, open) => {
  let ctx: SyncCtx;
  const clock = new StillClock();
  const main = sourceConfig('main');
  const source = new ScriptedSource('main');
  const sync = () => syncSource(ctx, source, main, { signal });
  const rows = (text: ReturnType<typeof sql>) => open().db.rows(text);

  beforeEach(async () => {
    ctx = { db: open().db, clock, log: silentLog };
    await reconcileSources(ctx, [main]);
  });

  it('fills in by which commit something went, once', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay' }, { name: 'web' }] });
    await sync();
    source.at('c2', {});
    await sync();
    const asked: string[] = [];
    const find = ({ path, from, to, mentions }: { path: string; from: string | null; to: string; mentions: (text: string) => boolean }) => {
      asked.push(`${path} ${from}..${to}`);
      return Promise.resolve(mentions('metadata:\n  name: pay # here') ? { commit: 'abc', author: 'Cleo' } : undefined);
    };
    expect(await completeTombstones(ctx, 'main', find)).toBe(1);
    expect(await completeTombstones(ctx, 'main', find)).toBe(0);
    expect(asked).toEqual(['a.yaml c1..c2', 'a.yaml c1..c2']);
    expect(await rows(sql`select ref, commit, author from tombstone order by ref`)).toEqual([
      { ref: 'component:default/pay', commit: 'abc', author: 'Cleo' },
      { ref: 'component:default/web', commit: null, author: null },
    ]);
  });

  it('exports everything, bodies too, page by page', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'a', definition: 'openapi: 3' }, { name: 'b' }], 'b.yaml': [{ name: 'b' }, { name: 'c' }] });
    await sync();
    const exported = await Array.fromAsync(readCatalogExport(open().db, 2));
    expect(exported.map(({ ref, path }) => [ref, path])).toEqual([
      ['component:default/a', 'a.yaml'],
      ['component:default/b', 'a.yaml'],
      ['component:default/c', 'b.yaml'],
    ]);
    expect(exported[0]?.entity.spec).toMatchObject({ definition: 'openapi: 3', type: 'service' });
    expect(exported[1]).toMatchObject({ rivals: [{ source: 'main', path: 'b.yaml', line: 1 }], head: 'c1', ok: true, seenAt: clock.now() });
  });
});
