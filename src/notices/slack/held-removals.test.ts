import { sql } from 'drizzle-orm/sql';
import { expect, onTestFinished, test } from 'vitest';
import { noMeter } from '#core/meter.ts';
import type { Topic } from '#core/contributions.ts';
import { createLedger } from '#catalog/ledger.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import { syncSource, type SyncReport } from '#catalog/sync/sync-source.ts';
import type { OpenDb } from '#db/open.ts';
import { claimRows } from '#slack/claim-rows.ts';
import { onDatabase, silentLog } from '../../../test/support/databases.ts';
import { startNoticesWorld } from '../../../test/support/notices-world.ts';
import { type Files, ScriptedSource, sourceConfig } from '../../../test/support/scripted-source.ts';
import { blockAction } from '../../../test/support/signed-request.ts';
import { person, startSlackApp } from '../../../test/support/slack-app.ts';
import { entity, nobody, world } from '../../../test/support/world.ts';
import { renderText } from '../../cli/render-text.ts';
import { collectRemovals, removalsTopic } from '../removals/removals-topic.ts';
import { noticeDefinitions } from './definitions.ts';
import { removalsNotice } from './removals-notice.ts';

const admin = 'group:default/platform';
const annotations = { 'slack.com/channel': '#platform' };
const org = (told: object = { annotations }) => [
  entity('Group', 'platform', { type: 'team' }, told),
  entity('User', 'ana', { profile: { displayName: 'Ana Ferreira', email: 'u0ana@acme.test' } }),
];
const many = (from: number): Files =>
  Object.fromEntries(
    Array.from({ length: 60 - from }, (_, i) => [`c${from + i}.yaml`, [{ name: `c${from + i}`, description: `n ${from + i}` }]]),
  );

/** A source `main` that has lost 30 of 60, people who press buttons, and the notices of it. */
async function company(open: OpenDb, facts: { entities?: ReturnType<typeof org>; groups?: string[]; visibleTo?: string[] } = {}) {
  const { db } = open;
  const entities = (facts.entities ?? org()).map((one) => ({ entity: one, source: 'org' }));
  const directory = world({
    entities,
    sources: [
      { name: 'org', authority: true },
      { name: 'main', ...(facts.visibleTo && { visibleTo: facts.visibleTo }) },
    ],
  });
  const authority = () => ({
    of: (email: string | undefined) =>
      email === 'u0ana@acme.test' ? { userRef: 'user:default/ana', groups: facts.groups ?? [admin] } : { groups: [] },
  });
  const people = { ...nobody, userIdOf: (email: string) => (email === 'u0ana@acme.test' ? 'U0ANA' : undefined) };
  const topic: Topic = {
    id: removalsTopic,
    shows: 1,
    ...collectRemovals({ db, directory: () => directory, people, authority, config: { owners: new Map() }, admin: [admin] }),
    render: removalsNotice,
  };
  const notices = await startNoticesWorld(open, { topics: [topic] });
  notices.slack.users.set('U0ANA', { id: 'U0ANA' });
  const source = new ScriptedSource('main');
  const ctx = { db, clock: notices.clock, log: silentLog };
  const signal = new AbortController().signal;
  const sync = (more: { confirm?: { id: string } } = {}): Promise<SyncReport> =>
    syncSource(ctx, source, sourceConfig('main'), { signal, ...more });
  await reconcileSources(ctx, [sourceConfig('main')]);
  source.at('c1', many(0));
  await sync();
  source.at('c2', many(30));
  await sync();

  const ledger = createLedger({ db, clock: notices.clock, meter: noMeter });
  const slack = { admin: [admin], command: '/catalog' as const, confirmRemovals: (_: string, id: string) => sync({ confirm: { id } }) };
  const app = await startSlackApp({
    definitions: noticeDefinitions(slack),
    claims: claimRows(db, notices.clock),
    persons: [person('U0ANA'), person('U0BEN')],
    authorityOf: (email) => authority().of(email),
    ctxFor: (viewer, place) => ({
      viewer,
      place,
      db,
      directory,
      ledger,
      outbox: notices.outbox,
      people,
      clock: notices.clock,
      log: silentLog,
      self: undefined,
    }),
  });
  onTestFinished(() => app.stop());
  /** What whoever presses is told. */
  const press = async (value: string, user = 'U0ANA') => {
    const already = app.fake.of('response_url').length;
    await app.send(blockAction({ action_id: 'notices.confirm-removals', value }, { user, responseUrl: app.fake.responseUrl() }));
    const { args } = await app.fake.next('response_url', already);
    return renderText(args as never);
  };
  const left = async () => (await db.rows<{ n: number }>(sql`select count(*)::int as n from descriptor`))[0]?.n;
  const buttonIn = (message: { args: Record<string, unknown> } | undefined) =>
    /"value":"([0-9a-f]{12} main)"/.exec(JSON.stringify(message?.args))?.[1] ?? '';
  const round = async () => {
    await notices.plan();
    await notices.send();
  };
  return { notices, source, sync, press, left, buttonIn, round, db };
}

onDatabase('pglite', (_name, open) => {
  test('administrators are told, one confirms, exactly that set goes; the message says how it ended', async () => {
    const { notices, press, left, buttonIn, round, db } = await company(open());
    await round();
    const [waiting] = await notices.read('C0PLATFORM');
    expect(waiting).toContain('30 removals wait in the source main.');
    expect(waiting).toContain('component:default/c0');
    expect(waiting).toContain('and 10 more');
    expect(waiting).toContain('[Remove These 30]');
    const value = buttonIn(notices.slack.of('chat.postMessage')[0]);

    expect(await press(value, 'U0BEN')).toContain('Only administrators can confirm removals.');
    expect(await left()).toBe(60);
    expect(await press(value)).toBe('30 entities removed, as Ana Ferreira confirmed.');
    expect(await left()).toBe(30);
    expect(await press(value)).toBe('Nothing is held back in main any more.');
    await round();
    const [ended] = await notices.read('C0PLATFORM');
    expect(ended).toContain('30 entities removed, as Ana Ferreira confirmed.');
    expect(ended).not.toContain('[Remove');
    expect(await db.rows(sql`select action, subject, detail->'removed' as removed, actor like '%/U0ANA' as ana from audit`)).toEqual([
      { action: 'catalog.confirm-removals', subject: 'source:main', removed: 30, ana: true },
    ]);
    expect(notices.slack.of('chat.postMessage')).toHaveLength(1);
  });

  test('a set that has grown is shown instead of being removed, before and while it is read', async () => {
    const { notices, source, sync, press, left, buttonIn, round } = await company(open());
    await round();
    const old = buttonIn(notices.slack.of('chat.postMessage')[0]);
    source.at('c3', many(35));
    await sync();
    expect(await press(old)).toMatch(/^The set has changed since that message, so nothing was removed\. .*\n35 removals wait/);
    await round();
    const [first, second] = await notices.read('C0PLATFORM');
    expect(first).toContain('These do not wait any more: they are back, or the set has changed.');
    expect(second).toContain('[Remove These 35]');

    source.at('c4', many(40));
    const young = buttonIn(notices.slack.of('chat.postMessage')[1]);
    expect(await press(young)).toMatch(/40 removals wait in the source main\./);
    expect(await left()).toBe(60);
  });

  test('an administrators’ group without a channel hears of it member by member', async () => {
    const { notices, round } = await company(open(), { entities: org({}) });
    await round();
    expect(notices.slack.of('chat.postMessage').map(({ args, result }) => [args['channel'], result])).toEqual([['U0ANA', 'ok']]);
    const [told] = await notices.read('D0ANA');
    expect(told).toContain('[Remove These 30]');
  });

  test('an administrator who may not see the source decides nothing about it', async () => {
    const { notices, press, left, round, db } = await company(open(), { visibleTo: ['group:default/security'] });
    await round();
    expect(JSON.stringify(notices.slack.of('chat.postMessage'))).not.toMatch(/c0|Remove These/);
    const [row] = await db.rows<{ id: string }>(sql`select held ->> 'id' as id from source where name = 'main'`);
    expect(await press(`${row?.id} main`)).toContain('You may not see that source.');
    expect(await left()).toBe(60);
  });

  test('who is no administrator any more when Slack takes it is not told', async () => {
    const groups = [admin];
    const { notices, round } = await company(open(), { entities: org({}), groups });
    notices.slack.faults.set('chat.postMessage', { error: 'fatal_error' });
    await round();
    notices.slack.faults.clear();
    groups.pop();
    notices.later(700_000);
    await notices.send();
    expect(await notices.read('D0ANA')).toEqual([]);
    expect(await notices.states()).toEqual({ failed: 1 });
  });
});
