import type { Clock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { onDatabase } from '../../test/support/databases.ts';
import { botToken, ourTeam, startTestSlack, type TestSlack } from '../../test/support/test-slack.ts';
import { person } from '../../test/support/slack-app.ts';
import { createPeople, type PeopleOptions, type SlackPeople } from './people.ts';
import { personRows } from './person-rows.ts';
import { type Person, readPerson } from './person.ts';
import { createSlackApi } from './slack-api.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface World {
  fake: TestSlack;
  people: SlackPeople;
  stored: Person[];
  clock: Clock & { ms: number };
}

async function open(options: Partial<PeopleOptions> = {}): Promise<World> {
  const fake = await startTestSlack();
  const clock = { ms: Date.now(), now: () => new Date(clock.ms), uuid: () => crypto.randomUUID() };
  const stored: Person[] = [];
  const store = { load: () => Promise.resolve([]), save: (batch: readonly Person[]) => Promise.resolve(void stored.push(...batch)) };
  const people = createPeople({
    api: createSlackApi({ botToken, apiUrl: fake.apiUrl, log: quiet, meter: noMeter }),
    clock,
    log: quiet,
    store,
    ownTeamId: () => ourTeam,
    authorityOf: (email) => (email === 'ana@acme.test' ? { userRef: 'user:default/ana', groups: ['group:default/pay'] } : { groups: [] }),
    waitMs: 150,
    ...options,
  });
  ends.push(
    () => people.stop(),
    () => fake.stop(),
  );
  return { fake, people, stored, clock };
}

const ana = { teamId: ourTeam, userId: 'U0ANA' };
const slackUser = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  team_id: ourTeam,
  profile: { email: 'Ana@Acme.test', real_name: 'Ana' },
  tz: 'Europe/Berlin',
  ...more,
});

test('someone new costs one call however many ask at once; then none, and their groups follow from their email', async () => {
  const { fake, people, stored } = await open();
  fake.users.set('U0ANA', slackUser('U0ANA'));
  const viewers = await Promise.all(Array.from({ length: 20 }, async () => people.viewerOf(ana)));
  expect(viewers[19]).toEqual({ kind: 'member', ...ana, userRef: 'user:default/ana', groups: ['group:default/pay'] });
  expect(fake.of('users.info')).toHaveLength(1);
  expect(people.viewerOf(ana)).not.toBeInstanceOf(Promise);
  expect([people.emailOf('U0ANA'), people.userIdOf('ANA@acme.test')]).toEqual(['ana@acme.test', 'U0ANA']);
  await people.stop();
  expect(stored.map((one) => one.userId)).toEqual(['U0ANA']);
});

test('a Slack that hangs costs the bounded wait once, and is asked again after a pause', async () => {
  const { fake, people, clock } = await open();
  fake.users.set('U0ANA', slackUser('U0ANA'));
  fake.faults.set('users.info', { status: 500 });
  expect((await people.viewerOf(ana)).kind).toBe('unknown');
  const began = performance.now();
  expect((await people.viewerOf(ana)).kind).toBe('unknown');
  expect(performance.now() - began).toBeLessThan(50);
  expect(fake.of('users.info')).toHaveLength(1);
  fake.faults.clear();
  clock.ms += 1001;
  expect((await people.viewerOf(ana)).kind).toBe('member');
});

test('the answer of a slow Slack is there for the next question', async () => {
  const { fake, people } = await open({ waitMs: 1 });
  fake.users.set('U0ANA', slackUser('U0ANA'));
  const first = await people.viewerOf(ana);
  await fake.next('users.info');
  while (!people.known('U0ANA')) await new Promise((resolve) => setTimeout(resolve, 5));
  expect([first.kind, (await people.viewerOf(ana)).kind]).toEqual(['unknown', 'member']);
});

test('a known guest stays refused when Slack fails, also a day later; a member is looked up again', async () => {
  const { fake, people, clock } = await open();
  people.load({ persons: [person('U0GUEST', { kind: 'guest', email: 'ana@acme.test' }), person('U0ANA')], userGroups: [['pay', 'S1']] });
  fake.faults.set('*', { status: 500 });
  clock.ms += 25 * 3600_000;
  expect(people.viewerOf({ ...ana, userId: 'U0GUEST' })).toMatchObject({ kind: 'guest', groups: [] });
  expect(people.userGroupIdOf('@Pay')).toBe('S1');
  fake.faults.clear();
  fake.users.set('U0ANA', slackUser('U0ANA', { is_restricted: true }));
  expect(people.viewerOf(ana)).toMatchObject({ kind: 'member' });
  while (people.known('U0ANA')?.kind !== 'guest') await new Promise((resolve) => setTimeout(resolve, 5));
});

test('what one process knew, the next knows without Slack and without the database', async () => {
  const before = await open();
  before.people.load({ persons: [person('U0ANA', { email: 'ana@acme.test' })], userGroups: [['pay', 'S1']] });
  const after = await open({ store: { load: () => Promise.reject(new Error('away')), save: () => Promise.reject(new Error('away')) } });
  after.fake.faults.set('*', { status: 500 });
  after.people.load(undefined);
  after.people.load(JSON.parse(JSON.stringify(before.people.save())));
  after.people.start();
  expect(after.people.viewerOf(ana)).toMatchObject({ kind: 'member', groups: ['group:default/pay'] });
  expect(after.people.userGroupIdOf('pay')).toBe('S1');
});

test('people of another workspace are external without a call; without our own id nobody is a member', async () => {
  const { fake, people } = await open();
  expect(await people.viewerOf({ teamId: 'T0OTHER', userId: 'U1' })).toMatchObject({ kind: 'external' });
  const early = await open({ ownTeamId: () => undefined });
  expect(await early.people.viewerOf(ana)).toMatchObject({ kind: 'unknown' });
  expect([fake.calls, early.fake.calls]).toEqual([[], []]);
});

test('the whole workspace is read in the background, then nobody has to be asked for', async () => {
  const { fake, people } = await open();
  for (let n = 0; n < 30; n += 1)
    fake.users.set(`U${n}`, slackUser(`U${n}`, { profile: { email: `p${n}@acme.test` }, is_restricted: n === 7 }));
  fake.userGroups.push({ id: 'S0PAY', handle: 'payments-oncall', name: 'Payments on call' });
  people.start();
  while (!people.userGroupIdOf('payments-oncall')) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(people.viewerOf({ teamId: ourTeam, userId: 'U7' })).toMatchObject({ kind: 'guest' });
  expect(people.userIdOf('p3@acme.test')).toBe('U3');
  expect(fake.calls.map((call) => call.method)).toEqual(['users.list', 'usergroups.list']);
  expect(people.save().persons).toHaveLength(30);
});

describe('what Slack says of a person', () => {
  const kind = (more: Record<string, unknown>) => readPerson(slackUser('U1', more), ourTeam, new Date()).kind;
  test.each([
    [{}, 'member'],
    [{ is_restricted: true }, 'guest'],
    [{ is_restricted: true, is_ultra_restricted: true }, 'guest'],
    [{ is_stranger: true }, 'external'],
    [{ is_bot: true }, 'external'],
    [{ deleted: true }, 'external'],
    [{ team_id: 'T0OTHER' }, 'external'],
    [{ team_id: 'T0OTHER', enterprise_user: { teams: [ourTeam] } }, 'member'],
    [{ team_id: 'T0OTHER', enterprise_user: { teams: [ourTeam] }, is_restricted: true }, 'guest'],
  ])('%j is a %s', (more, expected) => expect(kind(more)).toBe(expected));

  test('an unconfirmed address is nobody’s', () => {
    expect(readPerson(slackUser('U1', { is_email_confirmed: false }), ourTeam, new Date()).email).toBeUndefined();
  });
});

onDatabase('pglite', (_name, db) => {
  test('people are kept in the database; the younger knowledge stays', async () => {
    const rows = personRows(db().db);
    const at = (iso: string) => ({ fetchedAt: new Date(iso) });
    await rows.save(Array.from({ length: 501 }, (_, n) => person(`U${n}`, { timezone: 'Europe/Berlin', ...at('2026-01-02') })));
    await rows.save([person('U0', { kind: 'guest', ...at('2026-01-03') }), person('U1', { kind: 'guest', ...at('2026-01-01') })]);
    const loaded = new Map((await rows.load()).map((one) => [one.userId, one]));
    expect([loaded.size, loaded.get('U0')?.kind]).toEqual([501, 'guest']);
    expect(loaded.get('U1')).toEqual(person('U1', { timezone: 'Europe/Berlin', ...at('2026-01-02') }));
  });
});
