import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { ScriptedSource, sourceConfig, StillClock } from '../../../test/support/scripted-source.ts';
import { reconcileSources } from './reconcile-sources.ts';
import { syncSource, type SyncCtx } from './sync-source.ts';

const { signal } = new AbortController();

eachDatabase((_name, open) => {
  let ctx: SyncCtx;
  let clock: StillClock;
  const rows = (text: ReturnType<typeof sql>) => open().db.rows(text);
  const holders = async () =>
    (await rows(sql`select ref, source, path from descriptor where holder order by ref`)).map((row) =>
      [row['source'], row['path']].join('/'),
    );
  const sync = (source: ScriptedSource, config = sourceConfig(source.id)) => syncSource(ctx, source, config, { signal });

  beforeEach(() => {
    clock = new StillClock();
    ctx = { db: open().db, clock, log: silentLog };
  });

  it('adds sources and does nothing when there is nothing to do', async () => {
    const configs = [sourceConfig('a'), sourceConfig('b', { position: 1, visibleTo: ['group:default/hr'], authority: true })];
    expect(await reconcileSources(ctx, configs)).toEqual({ added: ['a', 'b'], reread: [], removed: [] });
    const before = await rows(sql`select *, xmin::text as written from source order by name`);
    expect(await reconcileSources(ctx, configs)).toEqual({ added: [], reread: [], removed: [] });
    expect(await rows(sql`select *, xmin::text as written from source order by name`)).toEqual(before);
    expect(before[1]).toMatchObject({ name: 'b', position: 1, authority: true, visible_to: ['group:default/hr'], ok: false });
  });

  it('reads anew what is read in another way, and keeps the entities meanwhile', async () => {
    const source = new ScriptedSource('a').at('c1', { 'a.yaml': [{ name: 'pay' }] });
    await reconcileSources(ctx, [sourceConfig('a')]);
    await sync(source);
    const other = sourceConfig('a', { allow: ['component'] });
    expect(await reconcileSources(ctx, [other])).toMatchObject({ reread: ['a'] });
    expect(await holders()).toEqual(['a/a.yaml']);
    expect(await sync(source, other)).toMatchObject({ outcome: 'synced', full: true, counts: { added: 0 } });
  });

  it('keeps no problem of a file that was gone when the source was read anew', async () => {
    const source = new ScriptedSource('a').at('c1', { 'a.yaml': [{ name: 'pay' }], 'b.yaml': { unreadable: 'tabs' } });
    await reconcileSources(ctx, [sourceConfig('a')]);
    await sync(source);
    expect(await rows(sql`select path from problem`)).toEqual([{ path: 'b.yaml' }]);
    const other = sourceConfig('a', { allow: ['component'] });
    await reconcileSources(ctx, [other]);
    await sync(source.at('c2', { 'a.yaml': [{ name: 'pay' }] }), other);
    expect(await rows(sql`select path from problem`)).toEqual([]);
  });

  it('takes away a source that is not named any more, with tombstones, and hands disputed refs over', async () => {
    const first = new ScriptedSource('a').at('a1', { 'x.yaml': [{ name: 'both' }, { name: 'only-a' }] });
    const second = new ScriptedSource('b').at('b1', { 'y.yaml': [{ name: 'both', owner: 'team-b' }] });
    await reconcileSources(ctx, [sourceConfig('a'), sourceConfig('b', { position: 1 })]);
    await sync(second);
    await sync(first);
    expect(await holders()).toEqual(['a/x.yaml', 'a/x.yaml']);
    const uids = await rows(sql`select distinct uid from descriptor where ref = 'component:default/both'`);
    expect(uids).toHaveLength(1);
    expect(await reconcileSources(ctx, [sourceConfig('b')])).toMatchObject({ removed: ['a'] });
    expect(await holders()).toEqual(['b/y.yaml']);
    expect(await rows(sql`select uid from descriptor`)).toEqual(uids);
    expect(await rows(sql`select ref, source, from_commit, to_commit, owner_ref from tombstone`)).toEqual([
      { ref: 'component:default/only-a', source: 'a', from_commit: 'a1', to_commit: null, owner_ref: 'group:default/team-a' },
    ]);
    expect(await rows(sql`select op, ref, field from catalog_change where seq > 5 order by ref, op`)).toEqual([
      { op: 'changed', ref: 'component:default/both', field: 'owner' },
      { op: 'disputed', ref: 'component:default/both', field: null },
      { op: 'moved', ref: 'component:default/both', field: null },
      { op: 'removed', ref: 'component:default/only-a', field: null },
    ]);
    expect(
      await rows(sql`select (select count(*) from source_file where source = 'a') as files, (select count(*) from source) as sources`),
    ).toEqual([{ files: 0, sources: 1 }]);
  });

  it('decides anew who holds what when order or authority change', async () => {
    const first = new ScriptedSource('a').at('a1', { 'x.yaml': [{ name: 'both' }] });
    const second = new ScriptedSource('b').at('b1', { 'y.yaml': [{ name: 'both' }] });
    await reconcileSources(ctx, [sourceConfig('a'), sourceConfig('b', { position: 1 })]);
    await sync(first);
    await sync(second);
    expect(await holders()).toEqual(['a/x.yaml']);
    await reconcileSources(ctx, [sourceConfig('a', { position: 1 }), sourceConfig('b')]);
    expect(await holders()).toEqual(['b/y.yaml']);
    await reconcileSources(ctx, [sourceConfig('a', { position: 1, authority: true }), sourceConfig('b')]);
    expect(await holders()).toEqual(['a/x.yaml']);
  });

  it('does not take a source that comes back under an old name for the old one', async () => {
    const source = new ScriptedSource('a').at('c1', { 'a.yaml': [{ name: 'pay' }] });
    await reconcileSources(ctx, [sourceConfig('a')]);
    await sync(source);
    await reconcileSources(ctx, []);
    clock.forward(1000);
    await reconcileSources(ctx, [sourceConfig('a')]);
    expect(await sync(source)).toMatchObject({ outcome: 'synced', full: true, counts: { added: 1 } });
    expect(await rows(sql`select ref from tombstone`)).toEqual([]);
  });

  it('keeps everything of a source that only has another name, also when names move on by one', async () => {
    const path = (name: string) => ({ path: `/srv/${name}` });
    const old = new ScriptedSource('git-1').at('c1', { 'a.yaml': [{ name: 'pay' }], 'b.yaml': { unreadable: 'a tab' } });
    const other = new ScriptedSource('git-2').at('o1', { 'o.yaml': [{ name: 'web' }] });
    await reconcileSources(ctx, [sourceConfig('git-1', path('x')), sourceConfig('git-2', { ...path('y'), position: 1 })]);
    await sync(old, sourceConfig('git-1', path('x')));
    await sync(other, sourceConfig('git-2', path('y')));
    const before = await rows(sql`select ref, uid, hash, changed_at from descriptor order by ref`);
    clock.forward(1000);
    const shifted = [
      sourceConfig('git-1', path('new')),
      sourceConfig('git-2', { ...path('x'), position: 1 }),
      sourceConfig('y', { ...path('y'), position: 2 }),
    ];
    expect(await reconcileSources(ctx, shifted)).toEqual({ added: ['git-1'], reread: [], removed: [] });
    expect(await holders()).toEqual(['git-2/a.yaml', 'y/o.yaml']);
    expect(await rows(sql`select ref, uid, hash, changed_at from descriptor order by ref`)).toEqual(before);
    expect(
      await rows(sql`select op, ref, before->>'source' as was, after->>'source' as is from catalog_change where seq > 2 order by ref`),
    ).toEqual([
      { op: 'moved', ref: 'component:default/pay', was: 'git-1', is: 'git-2' },
      { op: 'moved', ref: 'component:default/web', was: 'git-2', is: 'y' },
    ]);
    expect(await rows(sql`select source, path from problem`)).toEqual([{ source: 'git-2', path: 'b.yaml' }]);
    expect(await sync(old, shifted[1])).toMatchObject({ outcome: 'unchanged' });
    expect(await sync(new ScriptedSource('git-1').at('n1', {}), shifted[0])).toMatchObject({ outcome: 'synced', counts: { removed: 0 } });
  });

  it('lets a source go that another took the name of', async () => {
    const path = (name: string) => ({ path: `/srv/${name}` });
    await reconcileSources(ctx, [sourceConfig('git-1', path('x')), sourceConfig('git-2', { ...path('y'), position: 1 })]);
    await sync(new ScriptedSource('git-1').at('c1', { 'a.yaml': [{ name: 'pay' }] }), sourceConfig('git-1'));
    await sync(new ScriptedSource('git-2').at('o1', { 'o.yaml': [{ name: 'web' }] }), sourceConfig('git-2'));
    expect(await reconcileSources(ctx, [sourceConfig('git-1', path('y'))])).toMatchObject({ removed: ['replaced/git-1'] });
    expect(await holders()).toEqual(['git-1/o.yaml']);
    expect(await rows(sql`select ref, from_commit from tombstone`)).toEqual([{ ref: 'component:default/pay', from_commit: 'c1' }]);
  });
});
