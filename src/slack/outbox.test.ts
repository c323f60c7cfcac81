import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { UserError } from '#core/user-error.ts';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { botToken, startTestSlack, type TestSlack } from '../../test/support/test-slack.ts';
import { person } from '../../test/support/slack-app.ts';
import { deliver } from './deliver.ts';
import { createOutbox } from './outbox.ts';
import { createPacer } from './pace.ts';
import { createSlackApi } from './slack-api.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const message = { text: 'Team Payments', blocks: [] };
let fake: TestSlack;

beforeEach(async () => {
  fake = await startTestSlack();
  fake.channels.set('C0PAY', { id: 'C0PAY' });
  for (const id of ['U0ANA', 'U0BO']) fake.users.set(id, { id });
});
afterEach(() => fake.stop());

const apiOf = (slack: TestSlack) => createSlackApi({ botToken, apiUrl: slack.apiUrl, log: quiet, meter: noMeter });

const outbox = (slack = fake, pacer = createPacer(systemClock)) =>
  createOutbox({
    api: apiOf(slack),
    clock: systemClock,
    pacer,
    knownPerson: (id) => (id === 'U0ANA' ? person('U0ANA') : id === 'U0GUEST' ? person('U0GUEST', { kind: 'guest' }) : undefined),
    botName: () => 'switchboard',
  });

test('a message goes to a channel’s thread or to a person', async () => {
  const box = outbox();
  expect(await box.post({ channel: 'C0PAY', thread: '1.2' }, message)).toMatchObject({ channel: 'C0PAY' });
  expect(await box.post({ channel: 'U0ANA' }, message)).toMatchObject({ channel: 'D0ANA' });
  expect(fake.calls.map((call) => [call.args['channel'], call.args['thread_ts']])).toEqual([
    ['C0PAY', '1.2'],
    ['U0ANA', undefined],
  ]);
});

test('a channel gets one message a second, another channel does not wait for it', async () => {
  const box = outbox();
  fake.channels.set('C0OPS', { id: 'C0OPS' });
  const began = performance.now();
  const second = box.post({ channel: 'C0PAY' }, message).then(() => box.post({ channel: 'C0PAY' }, message));
  await box.post({ channel: 'C0OPS' }, message);
  expect(performance.now() - began).toBeLessThan(500);
  await second;
  expect(performance.now() - began).toBeGreaterThan(950);
});

test.each([
  ['C0NONE', 'not-in-channel', '/invite @switchboard'],
  ['C0OUT', 'not-in-channel', '/invite @switchboard'],
  ['C0OLD', 'archived', 'another channel'],
])('what Slack refuses for good (%s) is told with the way out', async (channel, code, hint) => {
  fake.channels.set('C0OUT', { id: 'C0OUT', is_member: false });
  fake.channels.set('C0OLD', { id: 'C0OLD', is_archived: true });
  const refusal = await outbox()
    .post({ channel }, message)
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ code, hint: expect.stringContaining(hint) });
});

test('a long rate limit is told, a short one waited out; nothing unconfirmed is sent twice', async () => {
  const box = outbox();
  fake.faults.set('chat.postMessage', { status: 429, retryAfter: 30 });
  await expect(box.post({ channel: 'C0PAY' }, message)).rejects.toMatchObject({ code: 'slack-busy', hint: 'Try again in 30 s.' });
  fake.faults.set('chat.postMessage', { status: 429, retryAfter: 1 });
  const waiting = box.post({ channel: 'U0ANA' }, message);
  await fake.next('chat.postMessage', 1);
  fake.faults.clear();
  expect(await waiting).toMatchObject({ channel: 'D0ANA' });
  fake.faults.set('chat.postMessage', { status: 500 });
  await expect(box.post({ channel: 'U0BO' }, message)).rejects.toMatchObject({ code: 'slack-unreachable' });
  expect(fake.calls).toHaveLength(4);
});

test('Slack never finds us too fast where we post alone; where others do too, its wait is kept and nothing is lost', async () => {
  const busy = await startTestSlack({ limited: true });
  onTestFinished(() => busy.stop());
  for (const id of ['C0PAY', 'C0OPS']) busy.channels.set(id, { id });
  const others = apiOf(busy);
  await Promise.all([1, 2, 3].map(() => others.call('chat.postMessage', { channel: 'C0OPS', ...message })));
  const box = outbox(busy);
  const fourInTurn = async () => {
    for (const text of ['1', '2', '3', '4']) await box.post({ channel: 'C0PAY' }, { text, blocks: [] });
  };
  await Promise.all([fourInTurn(), box.post({ channel: 'C0OPS' }, message)]);
  const results = (channel: string) => busy.calls.filter(({ args }) => args['channel'] === channel).map(({ result }) => result);
  expect(results('C0PAY')).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(results('C0OPS')).toEqual(['ok', 'ok', 'ok', 'ratelimited', 'ok']);
});

test('messages and answers to events together stay within what Slack takes of us in one channel', async () => {
  const limited = await startTestSlack({ limited: true });
  onTestFinished(() => limited.stop());
  limited.channels.set('C0PAY', { id: 'C0PAY' });
  const pacer = createPacer(systemClock);
  const kit = { api: apiOf(limited), pacer };
  const answer = () => deliver(kit, 'chat.postMessage', { channel: 'C0PAY', ...message });
  const began = performance.now();
  const post = () => outbox(limited, pacer).post({ channel: 'C0PAY' }, message);
  await Promise.all([answer(), post(), answer(), post()]);
  expect(limited.calls.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(performance.now() - began).toBeGreaterThan(2950);
});

test('when Slack says to wait, because of other processes, those who are in the queue already wait as well', async () => {
  const pacer = createPacer(systemClock);
  const began = performance.now();
  await pacer.turn('C0PAY');
  const impatient = pacer.turn('C0PAY', 1500);
  const patient = pacer.turn('C0PAY');
  pacer.hold('C0PAY', 2100);
  await expect(impatient).rejects.toMatchObject({ code: 'slack-busy' });
  expect(performance.now() - began).toBeLessThan(2000);
  await patient;
  expect(performance.now() - began).toBeGreaterThan(2050);
});

test('nobody waits for a channel that is full', async () => {
  const pacer = createPacer(systemClock);
  pacer.hold('C0PAY', 11_000);
  await expect(pacer.turn('C0PAY')).rejects.toMatchObject({ code: 'slack-busy', hint: 'Try again in 11 s.' });
  await pacer.turn('C0OPS');
});

test.each([
  [{}, 'workspace'],
  [{ is_private: true }, 'workspace'],
  [{ is_ext_shared: true }, 'shared'],
  [{ is_pending_ext_shared: true }, 'shared'],
  [{ is_org_shared: true }, 'shared'],
  [{ pending_connected_team_ids: ['T0OTHER'] }, 'shared'],
])('a channel that says %j is %s', async (facts, expected) => {
  fake.channels.set('C0PAY', { id: 'C0PAY', ...facts });
  expect(await outbox().audience('C0PAY')).toBe(expected);
});

test('who reads along is unknown when Slack fails; a person is who they are', async () => {
  const box = outbox();
  expect(await Promise.all(['U0ANA', 'U0GUEST', 'U0NEW'].map((id) => box.audience(id)))).toEqual(['workspace', 'shared', 'unknown']);
  await expect(box.audience('C0NONE')).rejects.toMatchObject({ hint: 'Type /invite @switchboard there, then try again.' });
  await expect(box.audience('D0TWO')).rejects.toMatchObject({ hint: 'Share it from a channel.' });
  fake.faults.set('conversations.info', { error: 'internal_error' });
  expect(await box.audience('C0PAY')).toBe('unknown');
});
