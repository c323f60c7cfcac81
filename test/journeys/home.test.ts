import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import type { HomeSection } from '#core/contributions.ts';
import type { Block } from '#core/reply.ts';
import { type AskingApp, startAskingApp } from '../support/asking-app.ts';
import { checkView } from '../support/check-blocks.ts';
import { paymentsCompany } from '../support/payments-company.ts';
import { blockAction, post, sign, slackEvent } from '../support/signed-request.ts';
import { entity, minutesAgo, now, world } from '../support/world.ts';

/** The tab that people see when they click the app: what is on it for whom, and what opening it costs. */

const opened = (user: string, more: object = {}) => slackEvent({ type: 'app_home_opened', user, channel: 'D1', tab: 'home', ...more });

/** Opens the tab, checks that Slack takes it, and gives its blocks. */
async function home({ send, fake }: AskingApp, user = 'U0ANA', more: object = {}): Promise<Block[]> {
  const before = fake.of('views.publish').length;
  await send(opened(user, more));
  const { args, result } = await fake.next('views.publish', before);
  expect([result, args['user_id'], checkView(args['view'])]).toEqual(['ok', user, []]);
  return (args['view'] as { blocks: Block[] }).blocks;
}

const written = (blocks: readonly Block[]) => JSON.stringify(blocks);
const values = (blocks: readonly Block[]) => [...written(blocks).matchAll(/"value":"([^"]+)"/g)].map((match) => match[1]);

test('Ana opens the app: Find Owner, her team and what it owns, production first, and how old that is; one call, no statement', async () => {
  const app = await startAskingApp({ clock: { now: () => now, uuid: () => 'id' } });
  const blocks = await home(app);
  expect(app.spent()).toEqual({ slack: 1, sql: 0 });
  expect(blocks[0]?.['accessory']).toMatchObject({ action_id: 'catalog.find-owner', style: 'primary', text: { text: 'Find Owner' } });
  expect(written(blocks.slice(1, 2))).toContain('`/whoowns card-vault`');
  // Not of Commerce Engineering, which is above it; and with what only it may see.
  expect(values(blocks)).toEqual([
    'group:default/team-payments',
    'component:default/card-vault',
    'component:default/payments-api',
    'component:default/takeover',
    'api:default/cards-v1',
    // What it says of the queue is not so.
    'component:default/payments-api',
  ]);
  expect(written(blocks)).toContain('owns 4 things, 2 of them through child groups.\\n3 components (2 in production) · 1 API');
  expect(written(blocks)).toContain('*card-vault* · Team Cards · Service in production');
  expect(written(blocks.slice(-1))).toMatch(/0 entities from 2 sources · oldest read <!date\^\d+\^\{ago\}\|42 s ago>/);
});

test('what needs care comes with what to do and where, gravest first; then what changed lately, a line for each sync', async () => {
  const clock = { now: () => now, uuid: () => 'id' };
  const payments = written(await home(await startAskingApp({ clock })));
  expect(payments).toContain(
    '*payments-api* depends on *queue-legacy*, which is not in the catalog.\\nCorrect it, or describe it: <https://',
  );
  expect(payments).toMatch(/4 things have no description\. Say what it is for as `metadata\.description`:\\n/);
  expect(payments).toMatch(/Recently changed.*card-vault>\*, .*takeover>\*, .* · <!date\^\d+\^\{ago\}\|10 h ago>/);

  const changed = {
    entity: entity('Component', 'till', { owner: 'team-payments' }, { description: 'Takes money.' }),
    changedAt: minutesAgo(3),
  };
  const old = {
    entity: entity('Component', 'old', { owner: 'team-payments' }, { description: 'Took money.' }),
    changedAt: minutesAgo(30_000),
  };
  const [group] = paymentsCompany.filter(({ metadata }) => metadata.name === 'team-payments');
  const directory = world({ entities: [changed, old, ...(group ? [{ entity: group, changedAt: minutesAgo(30_000) }] : [])] });
  const [care, recent] = written(await home(await startAskingApp({ directory, clock }))).split('Recently changed');
  expect(care).toContain('Nothing: what your teams own is found in its file');
  expect(recent).toMatch(/\|till>\* · <!date/);
  expect(recent).not.toContain('|old>');
  const quiet = world({ entities: [old, ...(group ? [group] : [])] });
  expect(written(await home(await startAskingApp({ directory: quiet, clock })))).toContain(
    'Nothing that your teams own changed in the last 14 days.',
  );
});

test('it is drawn anew each time, also when Slack tells of it twice, and never for the Messages tab', async () => {
  const app = await startAskingApp();
  const event = opened('U0ANA');
  for (const at of [Date.now(), Date.now() + 1000]) await post(app.url, sign(event, { type: 'application/json', at }));
  await app.fake.next('views.publish', 1);
  await app.send(opened('U0ANA', { tab: 'messages' }));
  await app.send(opened('U0GUS', { tab: 'messages' }));
  await home(app);
  expect(app.spent()).toEqual({ slack: 3, sql: 0 });
});

test('its buttons open what they name over it; too late, it comes as a direct message', async () => {
  const app = await startAskingApp();
  const press = (action: object, trigger = app.fake.trigger()) => app.send(blockAction({ ...action }, { view: { type: 'home' }, trigger }));
  const shown = async (nth: number) => {
    const { args, result } = await app.fake.next('views.open', nth);
    expect([result, checkView(args['view'])]).toEqual(['ok', []]);
    return JSON.stringify(args['view']);
  };
  await press({ action_id: 'catalog.choose', value: 'component:default/payments-api' });
  expect(await shown(0)).toContain('is owned by *Team Payments*');
  await press({ action_id: 'catalog.find-owner' });
  expect(await shown(1)).toContain('catalog.suggest');
  await press({ action_id: 'catalog.choose', value: 'component:default/gone' });
  expect(await shown(2)).toContain('not in the catalog any more');
  expect(app.spent()).toEqual({ slack: 3, sql: 0 });
  await press({ action_id: 'catalog.choose', value: 'component:default/payments-api' }, app.fake.trigger('spent'));
  expect(await app.said('chat.postMessage')).toMatchObject({ channel: 'U0ANA', text: 'payments-api is owned by Team Payments.' });
});

test('without teams it says why there are none and what to do', async () => {
  const stranger = written(await home(await startAskingApp(), 'U0BEN'));
  expect(stranger).toMatch(/no User, or more than one, with your Slack email `u0ben@acme\.test`.*`spec\.profile\.email`/);
  expect(stranger).not.toContain('takeover');

  const alone = await startAskingApp({ authorityOf: () => ({ userRef: 'user:default/ana', groups: [] }) });
  expect(written(await home(alone))).toMatch(/\|Ana Ruiz>\* is you, and in no team that you may see\..*`spec\.memberOf`/);

  const authorless = world({ entities: paymentsCompany, sources: [{ name: 'catalog', authority: false }] });
  expect(written(await home(await startAskingApp({ directory: authorless }), 'U0BEN'))).toContain('`authority: true`');

  const poor = world({ entities: paymentsCompany.filter(({ kind }) => ['Group', 'User'].includes(kind)) });
  expect(written(await home(await startAskingApp({ directory: poor })))).toMatch(
    /owns nothing in the catalog\..*`spec\.owner: team-payments`/,
  );
});

test('guests and other organisations are refused on it; whom Slack does not tell of sees what everyone may see', async () => {
  const app = await startAskingApp();
  for (const user of ['U0GUS', 'U0EXT']) {
    const refusal = written(await home(app, user));
    expect(refusal).toMatch(/for members of this workspace\..*in a channel that you are in\./);
    expect(refusal).not.toMatch(/team|Find Owner/i);
  }
  app.fake.users.set('U0NEW', { id: 'U0NEW' });
  app.fake.faults.set('users.info', { status: 500 });
  const unknown = written(await home(app, 'U0NEW'));
  expect(unknown).toContain('Slack did not say in time who you are');
  expect(unknown).not.toContain('takeover');
  const answered = await startAskingApp({ answered: new Set(['guest']) });
  expect(written(await home(answered, 'U0GUS'))).toContain('Teams are shown to members');
});

test('much of it is cut honestly: 12 of 40 things, 5 of 7 teams', async () => {
  const things = Array.from({ length: 40 }, (_, n) =>
    entity('Component', `part-${n + 10}`, { type: 'service', lifecycle: n < 35 ? 'experimental' : 'production', owner: 'team-0' }),
  );
  const teams = Array.from({ length: 7 }, (_, n) => entity('Group', `team-${n}`, { type: 'team', children: [] }));
  const groups = teams.map(({ metadata }) => `group:default/${metadata.name}`);
  const directory = world({ entities: [...things, ...teams] });
  const one = await home(await startAskingApp({ directory, authorityOf: () => ({ groups: groups.slice(0, 1) }) }));
  expect(written(one)).toContain('12 of 40 are shown, production first');
  expect(
    values(one)
      .slice(1, 7)
      .map((ref) => ref?.slice(-2)),
  ).toEqual(['45', '46', '47', '48', '49', '10']);
  const all = await home(await startAskingApp({ directory, authorityOf: () => ({ groups }) }));
  expect(written(all)).toContain('3 of 40 are shown');
  expect(written(all)).toContain('5 of your 7 teams are shown. The others: team-5, team-6.');
});

test('while the database is away it says from when it is; so it does of sources that are late or were never read', async () => {
  const freshness = { from: 'snapshot', asOf: minutesAgo(38) } as const;
  const clock = { now: () => now, uuid: () => 'id' };
  const away = await startAskingApp({ directory: world({ entities: paymentsCompany, freshness }), clock });
  expect(written((await home(away)).slice(-1))).toMatch(/snapshot of .*38 min ago>\): the database is away/);
  const sources = [
    { name: 'catalog', entities: 16 },
    { name: 'late', seenAt: minutesAgo(9) },
    { name: 'new', seenAt: null },
  ];
  const behind = await startAskingApp({ directory: world({ entities: paymentsCompany, sources }), clock });
  expect(written((await home(behind)).slice(-1))).toMatch(
    /16 entities from 3 sources · oldest read .*9 min ago> · 1 of 3 never read · 1 of 3 not seen when due/,
  );
});

test('other parts add to it: one that fails is one grey line, and all that does not fit is counted', async () => {
  const line = { type: 'section', text: { type: 'plain_text', text: 'More' } };
  const homeSections: HomeSection[] = [
    { id: 'other.broken', render: () => expect.unreachable() },
    { id: 'other.long', render: () => Array.from({ length: 150 }, () => line) },
  ];
  const definitions = createDefinitions({ catalog: { owners: new Map(), fallback: {} }, commands: new Map(), homeSections });
  const blocks = await home(await startAskingApp({ definitions }));
  expect(blocks).toHaveLength(100);
  expect(written(blocks)).toMatch(
    /`other\.broken` could not be shown and is left out\..*\d+ more parts did not fit here\..*entities from 2 sources/,
  );
});
