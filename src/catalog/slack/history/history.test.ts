import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, test } from 'vitest';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import { syncSource, type SyncCtx } from '#catalog/sync/sync-source.ts';
import { messageOf, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { onDatabase, silentLog } from '../../../../test/support/databases.ts';
import { ScriptedSource, sourceConfig, StillClock } from '../../../../test/support/scripted-source.ts';
import { readHistory } from '../../history/read-history.ts';
import { nobody } from '../../../../test/support/world.ts';

const { signal } = new AbortController();

onDatabase('pglite', (_name, open) => {
  let ctx: SyncCtx;
  const clock = new StillClock();
  const main = sourceConfig('main');
  const source = new ScriptedSource('main');
  beforeEach(async () => {
    ctx = { db: open().db, clock, log: silentLog };
    await reconcileSources(ctx, [main]);
  });
  const at = async (commit: string, entities: Parameters<ScriptedSource['at']>[1]) => {
    clock.forward(60_000);
    source.at(commit, entities);
    await syncSource(ctx, source, main, { signal });
  };
  /** A desk over what the database has now. */
  async function desk() {
    const directory = await openDirectory({ db: open().db, clock, log: silentLog, people: nobody, pollMs: 60_000 });
    const here = slackOf(directory);
    return { here: { ...here, ctx: { ...here.ctx, db: open().db, clock } }, close: () => directory.close() };
  }

  test('what changed in which commit, newest first, under all names, and when it is gone', async () => {
    await at('c1111111', { 'a.yaml': [{ name: 'pay', owner: 'team-a' }] });
    await at('c2222222', { 'a.yaml': [{ name: 'pay', owner: 'team-b' }] });
    await at('c3333333', { 'a.yaml': [{ name: 'pay-api', owner: 'team-b' }] });
    const first = await desk();
    expect(await request(first.here, 'catalog.history', 'pay-apu')).toMatch(
      /^No pay-apu; showing pay-api, one letter away\.\npay-api changed/,
    );
    const said = await request(first.here, 'catalog.history', 'pay-api');
    await first.close();
    expect(said).toMatch(/^pay-api changed 3 times in the last 30 days; it last changed/);
    expect(
      said
        .split('\n')
        .filter((line) => /^•| in the commits up to c\d/.test(line))
        .map((line) => line.replace(/^\d+ \w+ ago/, 'ago')),
    ).toEqual([
      expect.stringMatching(/^ago in the commits up to c333333/),
      '• renamed: component:default/pay → component:default/pay-api',
      expect.stringMatching(/^ago in the commits up to c222222.* · as pay$/),
      '• owner: team-a → team-b',
      expect.stringMatching(/^ago in the commits up to c111111.* · as pay$/),
      '• added to the catalog in a.yaml',
    ]);
    await at('c4444444', {});
    const second = await desk();
    expect(await request(second.here, 'catalog.history', 'pay-api')).toMatch(
      /^pay-api changed 4 times in the last 30 days; it was removed[^]*• removed/,
    );
    await second.close();
  });

  test('many changes are paged, and whatever a file says is one that Slack takes', async () => {
    for (let n = 0; n < 9; n++) await at(`c${n}`, { 'a.yaml': [{ name: 'pay', owner: n % 2 ? '<!channel>' : '*x* `y`' }] });
    const { here, close } = await desk();
    expect(await request(here, 'catalog.history', 'pay')).toContain('1–7 of 9');
    const entry = here.ctx.directory.for({ kind: 'everyone' }).get('component:default/pay');
    const of = { uid: entry?.uid ?? '', place: { source: 'main', path: 'a.yaml' } };
    expect((await readHistory(open().db, here.ctx.directory.for({ kind: 'everyone' }), of)).moments).toHaveLength(9);
    // What happened in a source that one may not see did not happen for them.
    expect((await readHistory(open().db, { source: () => undefined }, of)).moments).toEqual([]);
    const older = await messageOf(run(here, 'catalog.history-page', '7 component:default/pay'));
    await close();
    expect(checkMessage(older)).toEqual([]);
    expect(JSON.stringify(older)).toContain('8–9 of 9');
    expect(JSON.stringify(older.blocks)).not.toContain('<!channel>');
  });

  test('a first sync of long ago says what the feed’s end means; without the database it says so', async () => {
    await at('c1', { 'a.yaml': [{ name: 'pay', owner: 'team-a' }] });
    const { here, close } = await desk();
    await open().db.rows(sql`delete from catalog_change`);
    expect(await request(here, 'catalog.history', 'pay')).toMatch(/^Nothing of pay changed in the last 30 days; it last changed/);
    await expect(request(here, 'catalog.history', 'zzzzzz')).rejects.toMatchObject({ code: 'not-found' });
    const away = { ...here, ctx: { ...here.ctx, db: { ...here.ctx.db, rows: () => Promise.reject(new Error('away')) } } };
    await expect(request(away, 'catalog.history', 'pay')).rejects.toMatchObject({ code: 'database-away' });
    await close();
  });
});
