import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { ScriptedSource, sourceConfig, StillClock, type Doc, type Files } from '../../../test/support/scripted-source.ts';
import { listHeld } from './list-held.ts';
import { readProblems } from './read-problems.ts';
import { reconcileSources } from './reconcile-sources.ts';
import { syncSource, type SyncCtx, type SyncOptions } from './sync-source.ts';

const { signal } = new AbortController();

eachDatabase((_name, open) => {
  let ctx: SyncCtx;
  let clock: StillClock;
  const main = sourceConfig('main');
  const source = new ScriptedSource('main');
  const sync = (options: Omit<SyncOptions, 'signal'> = {}) => syncSource(ctx, source, main, { signal, ...options });
  const rows = (text: ReturnType<typeof sql>) => open().db.rows(text);
  const held = () => rows(sql`select ref, path, broken, gone from descriptor where holder order by ref`);
  const feed = async () =>
    (await rows(sql`select op, ref, field from catalog_change order by seq`)).map(({ op, ref, field }) =>
      [op, ref, field].filter(Boolean).join(' '),
    );
  const uidOf = async (ref: string) => (await rows(sql`select uid from descriptor where ref = ${ref} and holder`))[0]?.['uid'];

  beforeEach(async () => {
    clock = new StillClock();
    ctx = { db: open().db, clock, log: silentLog };
    source.full = false;
    source.fault = undefined;
    await reconcileSources(ctx, [main]);
  });

  it('takes what a source says, then only what changed', async () => {
    await sync(); // an empty source is no error
    source.at('c1', { 'a.yaml': [{ name: 'pay' }, { name: 'web' }], 'b.yaml': [{ name: 'db', description: 'first' }] });
    expect(await sync()).toMatchObject({ outcome: 'synced', counts: { added: 3, changed: 0 } });
    clock.forward(60_000);
    source.at('c2', { 'a.yaml': [{ name: 'pay' }, { name: 'web' }], 'b.yaml': [{ name: 'db', description: 'second', owner: 'team-b' }] });
    expect(await sync()).toMatchObject({ outcome: 'synced', full: false, counts: { added: 0, changed: 1, removed: 0 } });
    expect(await rows(sql`select op, ref, field, before, after, commit, source from catalog_change where seq > 3 order by field`)).toEqual([
      { op: 'changed', ref: 'component:default/db', field: 'description', before: 'first', after: 'second', commit: 'c2', source: 'main' },
      { op: 'changed', ref: 'component:default/db', field: 'owner', before: 'team-a', after: 'team-b', commit: 'c2', source: 'main' },
    ]);
    expect(await rows(sql`select ref, changed_at as at, changed_commit as commit from descriptor order by ref`)).toEqual([
      { ref: 'component:default/db', at: new Date('2026-11-23T08:01:00Z'), commit: 'c2' },
      { ref: 'component:default/pay', at: new Date('2026-11-23T08:00:00Z'), commit: 'c1' },
      { ref: 'component:default/web', at: new Date('2026-11-23T08:00:00Z'), commit: 'c1' },
    ]);
  });

  it('writes one statement when nothing changed, and none of the rows that stay as they are', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay' }], 'b.yaml': [{ name: 'web' }] });
    await sync();
    const before = await rows(sql`select ref, xmin::text as written from descriptor order by ref`);
    clock.forward(5000);
    const spent: string[] = [];
    const counting = { ...ctx, db: { ...ctx.db } };
    counting.db.rows = (statement) => {
      spent.push('sql');
      return ctx.db.rows(statement);
    };
    expect(await syncSource(counting, source, main, { signal })).toMatchObject({ outcome: 'unchanged' });
    // Now its state is known in this process.
    spent.length = 0;
    expect(await syncSource(counting, source, main, { signal })).toMatchObject({ outcome: 'unchanged' });
    expect(spent).toEqual(['sql']);
    source.full = true;
    await sync();
    expect(await rows(sql`select ref, xmin::text as written from descriptor order by ref`)).toEqual(before);
    expect(await rows(sql`select seen_at as at, head, ok from source`)).toEqual([
      { at: new Date('2026-11-23T08:00:05Z'), head: 'c1', ok: true },
    ]);
  });

  it('lets an entity keep its identity when its file moves, when it is renamed, and when it comes back', async () => {
    const pay: Doc = { name: 'pay', description: 'takes money' };
    source.at('c1', { 'a.yaml': [pay] });
    await sync();
    const uid = await uidOf('component:default/pay');
    source.at('c2', { 'services/pay.yaml': [pay] });
    await sync();
    expect(await uidOf('component:default/pay')).toBe(uid);
    source.at('c3', { 'services/pay.yaml': [{ ...pay, name: 'payments' }] });
    await sync();
    expect(await uidOf('component:default/payments')).toBe(uid);
    expect(await rows(sql`select 1 as is from tombstone`)).toEqual([]);
    source.at('c4', {});
    await sync();
    expect(await rows(sql`select ref, uid, kind, name, owner_ref, path, from_commit, to_commit from tombstone`)).toEqual([
      {
        ref: 'component:default/payments',
        uid,
        kind: 'Component',
        name: 'payments',
        owner_ref: 'group:default/team-a',
        path: 'services/pay.yaml',
        from_commit: 'c3',
        to_commit: 'c4',
      },
    ]);
    source.at('c5', { 'again.yaml': [{ ...pay, name: 'payments', description: 'other' }] });
    await sync();
    expect(await uidOf('component:default/payments')).toBe(uid);
    expect(await rows(sql`select ref from tombstone`)).toEqual([]);
    expect(await feed()).toEqual([
      'added component:default/pay',
      'moved component:default/pay',
      'renamed component:default/payments',
      'removed component:default/payments',
      'added component:default/payments',
    ]);
  });

  it('keeps the last good version of what is broken, also when fresh documents take its place in the file', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay' }, { name: 'web' }] });
    await sync();
    source.at('c2', { 'a.yaml': { unreadable: 'tab at the start of a line' } });
    await sync();
    const broken = { line: 3, message: 'tab at the start of a line' };
    expect(await held()).toEqual([
      { ref: 'component:default/pay', path: 'a.yaml', broken, gone: null },
      { ref: 'component:default/web', path: 'a.yaml', broken, gone: null },
    ]);
    const problem = { severity: 'error' as const, code: 'owner-missing', message: 'No owner.', fix: 'Name one.', path: 'a.yaml', line: 1 };
    source.at('c3', { 'a.yaml': { docs: [{ name: 'new' }], problems: [{ ...problem, ref: 'component:default/pay' }] } });
    await sync();
    expect(await held()).toMatchObject([
      { ref: 'component:default/new', broken: null },
      { ref: 'component:default/pay', broken: { line: 1, message: 'No owner.' } },
    ]);
    expect(await readProblems(open().db)).toMatchObject([
      { code: 'owner-missing', ref: 'component:default/pay', firstSeenAt: clock.now() },
    ]);
    source.at('c4', { 'a.yaml': [{ name: 'new' }, { name: 'pay' }] });
    await sync();
    expect(await held()).toMatchObject([{ broken: null }, { broken: null }]);
    expect(await readProblems(open().db, { source: 'main' })).toEqual([]);
  });

  it('removes nothing when the source cannot be read, and says since when', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay' }] });
    await sync();
    clock.forward(60_000);
    const cause = new Error('fatal: no route to host');
    source.fault = new SourceUnavailable('unreachable', 'The host does not answer.', 'Look at the network.', { cause });
    const logged: unknown[] = [];
    ctx.log = { ...silentLog, warn: (facts) => void logged.push(facts) };
    expect(await sync()).toEqual({
      outcome: 'unavailable',
      source: 'main',
      code: 'unreachable',
      message: 'The host does not answer.',
      fix: 'Look at the network.',
    });
    expect(logged).toEqual([
      { source: 'main', code: 'unreachable', reason: 'The host does not answer.', cause: 'fatal: no route to host' },
    ]);
    expect(await held()).toHaveLength(1);
    const seen = new Date('2026-11-23T08:00:00Z');
    expect(await rows(sql`select ok, error_code as code, seen_at as seen from source`)).toEqual([{ ok: false, code: 'unreachable', seen }]);
    source.fault = undefined;
    await sync();
    expect(await rows(sql`select ok, error_code as code, seen_at as seen from source`)).toEqual([
      { ok: true, code: null, seen: clock.now() },
    ]);
  });

  it('holds a mass removal back until exactly that set is confirmed', async () => {
    const many = (from: number, to: number): Files =>
      Object.fromEntries(numbers(from, to).map((n) => [`c${n}.yaml`, [{ name: `c${n}`, description: `number ${n}` }]]));
    source.at('c1', many(0, 60));
    await sync();
    source.at('c2', { ...many(30, 60), 'new.yaml': [{ name: 'new' }], 'c30.yaml': [{ name: 'c30', description: 'other' }] });
    const report = await sync();
    expect(report).toMatchObject({ outcome: 'synced', counts: { added: 1, removed: 0 }, held: { head: 'c2' } });
    expect((await listHeld(open().db))[0]?.held.refs).toHaveLength(30);
    expect((await held()).filter((row) => row['gone'] === 'c2')).toHaveLength(30);
    const shown = (await listHeld(open().db))[0]?.held.id ?? '';

    source.at('c3', { ...many(31, 60), 'c0.yaml': [{ name: 'c0', description: 'back' }] });
    await sync();
    const grown = (await listHeld(open().db))[0]?.held;
    expect(grown?.refs).not.toContain('component:default/c0');
    expect(grown?.refs).toContain('component:default/c30');
    expect(await sync({ confirm: { id: shown } })).toMatchObject({ counts: { removed: 0 }, held: { id: grown?.id } });
    expect(await sync({ confirm: { id: grown?.id ?? '' } })).toMatchObject({ outcome: 'synced', counts: { removed: 31 }, held: null });
    expect(await held()).toHaveLength(30);
    expect(await rows(sql`select from_commit, to_commit, count(*) as n from tombstone group by 1, 2 order by 2`)).toEqual([
      { from_commit: 'c1', to_commit: 'c2', n: 29 },
      { from_commit: 'c1', to_commit: 'c3', n: 2 },
    ]);
  });

  it('holds the set anew when it grew between showing and confirming', async () => {
    const many = (from: number): Files =>
      Object.fromEntries(numbers(from, 60).map((n) => [`c${n}.yaml`, [{ name: `c${n}`, description: `number ${n}` }]]));
    source.at('c1', many(0));
    await sync();
    source.at('c2', many(30));
    await sync();
    source.at('c3', many(35));
    expect(await sync({ confirm: true })).toMatchObject({ counts: { removed: 0 }, held: { head: 'c3' } });
    expect(await held()).toHaveLength(60);
    expect(await sync({ confirm: true })).toMatchObject({ counts: { removed: 35 }, held: null });
  });

  it('prints what it would do and does nothing', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay' }] });
    expect(await sync({ dryRun: true })).toMatchObject({ outcome: 'planned', lines: ['added component:default/pay main/a.yaml:1'] });
    expect(await held()).toEqual([]);
    expect(await feed()).toEqual([]);
  });

  it('takes text that Postgres refuses', async () => {
    source.at('c1', { 'a.yaml': [{ name: 'pay', description: 'nul \u0000 and half \ud83d', definition: 'body \u0000' }] });
    await sync();
    const [row] = await rows(sql`select entity->'metadata'->>'description' as text, definition from descriptor`);
    expect(row).toEqual({ text: 'nul \uFFFD and half \uFFFD', definition: 'body \uFFFD' });
  });
});

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
