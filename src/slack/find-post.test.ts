import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { botToken, startTestSlack } from '../../test/support/test-slack.ts';
import { createOutbox } from './outbox.ts';
import { createPacer } from './pace.ts';
import { createSlackApi } from './slack-api.ts';

const message = { text: 'Team Payments', blocks: [] };
const anHourAgo = () => new Date(Date.now() - 3600_000);

async function start() {
  const slack = await startTestSlack();
  onTestFinished(() => slack.stop());
  slack.channels.set('C0PAY', { id: 'C0PAY', name: 'team-payments' });
  const api = createSlackApi({ botToken, apiUrl: slack.apiUrl, log: silentLog, meter: noMeter });
  let ahead = 0;
  // A message a second is somebody else's story.
  const clock = { now: () => new Date(Date.now() + (ahead += 2000)), uuid: () => systemClock.uuid() };
  return {
    slack,
    clock,
    outbox: createOutbox({ api, clock, pacer: createPacer(clock), knownPerson: () => undefined, botName: () => 'switchboard' }),
    skip: (ms: number) => (ahead += ms),
  };
}

test('a message is found again by its key, on whatever page of the history it is', async () => {
  const { outbox } = await start();
  const { ts } = await outbox.post({ channel: 'C0PAY', key: 'problems:1' }, message);
  for (let n = 0; n < 205; n += 1) await outbox.post({ channel: 'C0PAY' }, message);
  expect(await outbox.findByKey('C0PAY', 'problems:1', anHourAgo())).toEqual({ outcome: 'found', ts });
  expect(await outbox.findByKey('C0PAY', 'problems:2', anHourAgo())).toEqual({ outcome: 'absent' });
  expect(await outbox.findByKey('C0PAY', 'problems:1', new Date(Date.now() + 60_000))).toEqual({ outcome: 'absent' });
});

test('without the permission to look it says so; while Slack is down it says nothing', async () => {
  const { slack, outbox } = await start();
  slack.faults.set('conversations.history', { error: 'missing_scope' });
  expect(await outbox.findByKey('C0PAY', 'k', anHourAgo())).toEqual({ outcome: 'cannot-look' });
  slack.faults.set('conversations.history', { status: 500 });
  await expect(outbox.findByKey('C0PAY', 'k', anHourAgo())).rejects.toThrow();
});

test('a message is changed in place, until it is gone', async () => {
  const { slack, outbox } = await start();
  const at = await outbox.post({ channel: 'C0PAY' }, message);
  await outbox.update(at, { text: 'All fixed', blocks: [] });
  expect(slack.of('chat.update')).toMatchObject([{ result: 'ok', args: { ts: at.ts, text: 'All fixed' } }]);
  await expect(outbox.update({ ...at, ts: '1.0' }, message)).rejects.toMatchObject({ code: 'message-gone' });
  slack.faults.set('chat.update', { status: 429, retryAfter: 5 });
  await expect(outbox.update(at, message)).rejects.toMatchObject({ code: 'slack-busy' });
});

test('channels are known by name, asked for once; one that the app was just invited to within a minute', async () => {
  const { slack, outbox, skip } = await start();
  expect(await outbox.channelNamed('#Team-Payments')).toBe('C0PAY');
  expect(await outbox.channelNamed('lunch')).toBeUndefined();
  expect(slack.of('users.conversations')).toHaveLength(1);
  slack.channels.set('C0LUNCH', { id: 'C0LUNCH', name: 'lunch' });
  skip(61_000);
  expect(await outbox.channelNamed('lunch')).toBe('C0LUNCH');
  expect(slack.of('users.conversations')).toHaveLength(2);
});

test('who may not see private channels still knows the public ones', async () => {
  const { slack, outbox } = await start();
  slack.faults.set('users.conversations', { error: 'missing_scope' });
  await expect(outbox.channelNamed('team-payments')).rejects.toThrow();
  expect(slack.of('users.conversations').map(({ args }) => args['types'])).toEqual(['public_channel,private_channel', 'public_channel']);
  slack.faults.clear();
  expect(await outbox.channelNamed('team-payments')).toBe('C0PAY');
});
