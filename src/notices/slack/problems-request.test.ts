import { sql } from 'drizzle-orm/sql';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import type { Viewer } from '#core/viewer.ts';
import { everyone, operator } from '#core/viewer.ts';
import { createLedger } from '#catalog/ledger.ts';
import type { OpenDb } from '#db/open.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { messageOf, slackOf } from '../../../test/support/ask-catalog.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { putProblems, putSources, teams } from '../../../test/support/notices-world.ts';
import { entity, world } from '../../../test/support/world.ts';
import { renderText } from '../../cli/render-text.ts';
import { insertPlanned, markRefused, markSent } from '../delivery-rows.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { parseProblems } from './parse-problems.ts';
import { turnPage } from './problem-pages.action.ts';
import { pageValue, parsePage } from './problem-page.ts';
import { muteAction } from './mute.action.ts';
import { problemsRequest } from './problems.request.ts';

const slack: NoticesSlack = { admin: [], command: '/catalog', confirmRemovals: () => Promise.reject(new Error('Not here.')) };
const at = '2026-11-20T08:00:00Z';
const member = (...groups: string[]): Viewer => ({ kind: 'member', teamId: 'T1', userId: 'U0ANA', groups });

function ctxOf({ db }: Pick<OpenDb, 'db'>, viewer: Viewer, place: Partial<SlackCtx['place']> = {}): SlackCtx {
  const desk = slackOf(teams, { place }).ctx;
  const clock: Clock = { now: () => desk.clock.now(), uuid: () => crypto.randomUUID() };
  return { ...desk, viewer, db, clock, ledger: createLedger({ db, clock, meter: noMeter }), log: silentLog };
}

/** What `/catalog problems <text>` says, or a mention of it. */
async function ask(
  open: Pick<OpenDb, 'db'>,
  text: string,
  viewer: Viewer = member('group:default/team-payments'),
  readers: 'asker' | 'others' = 'asker',
) {
  const request = problemsRequest(slack);
  const reply = await request.answer(ctxOf(open, viewer), request.parse(text), readers);
  const message = await messageOf(reply);
  expect(checkMessage(message)).toEqual([]);
  return { text: renderText(message), reply, message };
}

eachDatabase((_name, open) => {
  test('problems of all, of one’s teams, of a team, of a source: counted, errors first, with the way to fix them', async () => {
    await putSources(open());
    await putProblems(open(), [
      { path: 'pay/catalog-info.yaml', at, ref: 'component:default/pay', severity: 'warning', message: 'A reservation.' },
      { path: 'pay/new.yaml', at, message: 'metadata.name is missing.' },
      { path: 'other/x.yaml', at, message: 'Whose is this?' },
      { path: 'secret.yaml', at, source: 'closed', ref: 'component:default/secret', message: 'Hidden.' },
    ]);
    const all = await ask(open(), '');
    expect(all.text).toMatch(/^2 errors and 1 warning in the catalog\./);
    expect(all.text).not.toContain('Hidden.');
    expect((await ask(open(), 'all', member('group:default/platform'))).text).toMatch(/^3 errors and 1 warning/);
    const mine = await ask(open(), 'mine');
    const url = `https://github.com/acme/catalog/blob/${'a'.repeat(40)}`;
    expect(mine.text.split('\n')).toEqual([
      '1 error and 1 warning for Team Payments.',
      `pay/new.yaml:5 (${url}/pay/new.yaml#L5) (catalog) · error`,
      'metadata.name is missing.',
      '→ Add spec.owner.',
      `pay/catalog-info.yaml:5 (${url}/pay/catalog-info.yaml#L5) (catalog) · warning`,
      'A reservation.',
      '→ Add spec.owner.',
    ]);
    expect((await ask(open(), 'team payments')).text).toBe(mine.text);
    expect((await ask(open(), 'source catalog')).text).toMatch(/^2 errors and 1 warning in the source catalog\./);
    expect((await ask(open(), 'source catalog')).text).not.toContain('(catalog)');
    // The repositories of an organisation are sources of their own; nobody means it without them.
    await open().db.rows(sql`update source set parent = 'catalog' where name = 'closed'`);
    const family = await ask(open(), 'source catalog', member('group:default/platform'));
    expect(family.text).toMatch(/^3 errors and 1 warning in the source catalog\..*secret\.yaml:5.*\(closed\)/s);
    const closed = await ask(open(), 'source closed', member('group:default/platform'));
    expect(closed.text).toMatch(/^1 error in the source closed\..*could not be read last time \(refused\)/s);
    expect(family.text).not.toContain('could not be read');
    expect((await ask(open(), 'source catalog')).text).toMatch(/^2 errors and 1 warning/);
    expect((await ask(open(), 'strays')).text).toMatch(/^1 error in files of no known team\..*other\/x\.yaml/s);
    expect((await ask(open(), 'platform')).text).toBe('There is no problem for Platform.');
    await expect(ask(open(), 'source closed')).rejects.toThrow('No source is called closed.');
    await expect(ask(open(), 'team nobodies')).rejects.toThrow('No team is called nobodies.');
    await expect(ask(open(), 'mine', everyone)).rejects.toThrow('I know of no team of yours.');
    const others = await ask(open(), '', operator, 'others');
    expect(others.reply).toMatchObject({ visibility: 'in_channel' });
    expect(others.text).toBe(all.text);
  });

  test('pages turn in place; in a channel they hold what everyone may see', async () => {
    await putSources(open());
    await putProblems(
      open(),
      Array.from({ length: 19 }, (_, n) => ({ path: `pay/f${String(n).padStart(2, '0')}.yaml`, at })),
    );
    await putProblems(open(), [{ path: 'secret.yaml', at, source: 'closed' }]);
    const first = await ask(open(), '', operator);
    expect(first.text).toMatch(/^20 errors .*f00\.yaml.*1–8 of 20\n\[Next\]$/s);
    const turn = async (offset: number, place: Partial<SlackCtx['place']> = {}) => {
      const page = parsePage(pageValue({ offset, scope: { kind: 'all' } }));
      const reply = await turnPage(slack).answer(ctxOf(open(), operator, place), page);
      return { reply, text: renderText(await messageOf(reply)) };
    };
    expect((await turn(8)).text).toMatch(/9–16 of 20\n\[Previous\] \[Next\]$/);
    const last = await turn(16);
    expect(last.text).toMatch(/17–20 of 20\n\[Previous\]$/);
    expect(last.reply).toMatchObject({ where: 'replace', visibility: 'ephemeral' });
    const open_ = await turn(16, { clicked: 'visible' });
    expect(open_.text).toMatch(/17–19 of 19\n\[Previous\]$/);
    expect(open_.reply).toMatchObject({ where: 'replace', visibility: 'in_channel' });
    expect((await turn(40)).text).toContain('This page is empty now.');
  });

  test('why a team hears of nothing is said where its problems are listed', async () => {
    await putSources(open());
    const { db } = open();
    const now = new Date(at);
    let minutes = now.getTime();
    const subscriber = 'group:default/team-payments';
    expect((await ask(open(), 'team payments')).text).toBe('There is no problem for Team Payments.');
    const planned = { topic: 'problems', subscriber, address: '#team-payments', items: [] };
    for (const [code, words] of [
      ['not-in-channel', '#team-payments: I am not in there. Type /invite @switchboard there.'],
      ['shared-channel', '#team-payments: another organisation reads along.'],
      ['posting-restricted', '#team-payments (posting-restricted).'],
    ] as const) {
      await insertPlanned(db, [{ key: code, ...planned }], new Date((minutes += 60_000)));
      await markRefused(db, code, { code });
      expect((await ask(open(), 'team payments')).text).toContain(`The last message about new problems did not arrive in ${words}`);
    }
    await insertPlanned(db, [{ key: 'k', ...planned }], new Date((minutes += 60_000)));
    await markSent(db, { key: 'k' }, { channel: 'C0PAYMENTS', ts: '1.0', at: now, missing: [] });
    expect((await ask(open(), 'team payments')).text).not.toContain('did not arrive');
    await ask(open(), 'mute team payments');
    expect((await ask(open(), 'team payments')).text).toContain('are muted: /catalog problems unmute team-payments brings them back.');
  });

  test('a team is muted and heard again by its own words', async () => {
    expect((await ask(open(), 'mute team payments')).text).toBe(
      'Team Payments gets no more messages about problems. /catalog problems unmute team-payments brings them back.',
    );
    expect((await ask(open(), 'unmute team-payments')).text).toBe('Team Payments gets messages about new problems again.');
    expect((await ask(open(), 'unmute team-payments')).text).toBe('Messages about problems for Team Payments are not muted.');
    await expect(ask(open(), 'mute team-payments', { kind: 'guest', teamId: 'T1', userId: 'U0GUS', groups: [] })).rejects.toThrow(
      'Only members',
    );
    expect(await open().db.rows(sql`select action, subject from audit order by action`)).toEqual([
      { action: 'notices.mute', subject: 'group:default/team-payments' },
      { action: 'notices.unmute', subject: 'group:default/team-payments' },
    ]);
  });
});

eachDatabase((_name, open) => {
  test('where a source says who is in a team, only they and administrators mute it', async () => {
    const told = world({
      entities: [entity('Group', 'pay'), entity('User', 'ben', { memberOf: ['pay'] })].map((one) => ({ entity: one, source: 'org' })),
      sources: [{ name: 'org', authority: true }],
    });
    const admins: NoticesSlack = { ...slack, admin: ['group:default/platform'] };
    const mute = async (viewer: Viewer) => {
      const ctx = { ...ctxOf(open(), viewer), directory: told };
      return renderText(await messageOf(muteAction(admins).answer(ctx, 'group:default/pay')));
    };
    await expect(mute(member('group:default/web'))).rejects.toThrow('Only members of the team can do that.');
    await expect(mute(operator)).rejects.toThrow('Only members of this workspace can do that.');
    expect(await mute(member('group:default/pay'))).toContain('gets no more messages');
    expect(await mute(member('group:default/platform'))).toContain('gets no more messages');
  });
});

test('while the database is away it says so, within the time that somebody waits', async () => {
  let timer: NodeJS.Timeout | undefined;
  const hang = () => new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error('gone')), 5_000)));
  onTestFinished(() => clearTimeout(timer));
  const db = { rows: hang, transaction: hang, listen: hang, close: () => Promise.resolve() };
  const began = performance.now();
  await expect(ask({ db }, '')).rejects.toMatchObject({ code: 'database-away' });
  expect(performance.now() - began).toBeLessThan(1_000);
});

test.each([
  ['', { what: 'list', of: 'all' }],
  ['of my team', { what: 'list', of: 'mine' }],
  ['team payments', { what: 'list', of: 'team', name: 'payments' }],
  ['in source shop', { what: 'list', of: 'source', name: 'shop' }],
  ['strays', { what: 'list', of: 'strays' }],
  ['payments', { what: 'list', of: 'either', name: 'payments' }],
  ['unmute the team payments', { what: 'unmute', name: 'payments' }],
])('“problems %s” is understood', (text, asked) => {
  expect(parseProblems(text)).toEqual(asked);
});

test('a button holds as many teams as fit into it', () => {
  const many = Array.from({ length: 200 }, (_, n) => `group:default/a-team-with-a-long-name-${n}`);
  const value = pageValue({ offset: 8, scope: { kind: 'teams', teams: many } });
  expect(value.length).toBeLessThanOrEqual(2000);
  expect(parsePage(value)).toMatchObject({ offset: 8, scope: { kind: 'teams' } });
  expect(parsePage('whatever')).toEqual({ offset: 0, scope: { kind: 'all' } });
});
