import { systemClock } from '#core/clock.ts';
import type { Meter } from '#core/meter.ts';
import { UserError } from '#core/user-error.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { botToken, startTestSlack, type TestSlack } from '../../test/support/test-slack.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { createOutbox } from './outbox.ts';
import { createPacer } from './pace.ts';
import { createSlackApi } from './slack-api.ts';

let fake: TestSlack;
let failed: string[];

beforeEach(async () => {
  failed = [];
  fake = await startTestSlack();
  fake.channels.set('C0PAY', { id: 'C0PAY' });
  fake.users.set('U0ANA', { id: 'U0ANA' });
});
afterEach(() => fake.stop());

function outbox() {
  const meter: Meter = { answered: () => {}, missed: () => {}, failed: (_whose, code) => void failed.push(code) };
  const api = createSlackApi({ botToken, apiUrl: fake.apiUrl, log: silentLog, meter });
  return createOutbox({
    api,
    clock: systemClock,
    pacer: createPacer(systemClock),
    knownPerson: () => undefined,
    botName: () => 'switchboard',
  });
}

const csv = { name: 'impact.csv', title: 'Everything that needs payments-api', bytes: 'name,owner\ncheckout,Team Web\n' };
const methods = () => fake.calls.map(({ method }) => method);
const refusal = (sent: Promise<unknown>) => sent.catch((error: unknown) => error);

test('a file goes to a channel’s thread in three calls, with what it says for those who do not see it', async () => {
  const picture = {
    name: 'a/b.png',
    title: 'Picture',
    bytes: new Uint8Array([1, 2, 3]),
    altText: 'payments-api: 6 needed',
    comment: '*payments-api*',
  };
  const sent = await outbox().upload({ channel: 'C0PAY', thread: '1.2' }, picture);
  expect(methods()).toEqual(['files.getUploadURLExternal', 'upload_url', 'files.completeUploadExternal']);
  expect(fake.files()).toEqual([
    {
      id: sent.file,
      channel: 'C0PAY',
      thread: '1.2',
      name: 'a-b.png',
      title: 'Picture',
      altText: 'payments-api: 6 needed',
      comment: '*payments-api*',
      bytes: Buffer.from([1, 2, 3]),
    },
  ]);
});

test('a file for a person goes to their direct messages, which are asked for once', async () => {
  const box = outbox();
  expect(await box.upload({ channel: 'U0ANA' }, csv)).toMatchObject({ channel: 'D0ANA' });
  await box.upload({ channel: 'U0ANA' }, { ...csv, bytes: 'näme\n' });
  expect(fake.of('conversations.open')).toHaveLength(1);
  expect(fake.files().map(({ channel, bytes }) => [channel, bytes.toString()])).toEqual([
    ['D0ANA', csv.bytes],
    ['D0ANA', 'näme\n'],
  ]);
});

test.each([
  ['files.getUploadURLExternal', 'missing_scope', 'files-not-granted'],
  ['files.getUploadURLExternal', 'file_uploads_disabled', 'files-refused'],
  ['files.completeUploadExternal', 'not_in_channel', 'not-in-channel'],
  ['files.completeUploadExternal', 'posting_to_channel_denied', 'posting-restricted'],
  ['files.completeUploadExternal', 'internal_error', 'slack-unreachable'],
])('%s says %s: a person hears why, and it is counted', async (method, error, code) => {
  fake.faults.set(method, { error });
  expect(await refusal(outbox().upload({ channel: 'C0PAY' }, csv))).toMatchObject({ name: 'UserError', code });
  expect(failed).toEqual([error]);
  expect(fake.files()).toEqual([]);
});

test('without the permission to open direct messages the way out is named', async () => {
  fake.faults.set('conversations.open', { error: 'missing_scope' });
  const error = await refusal(outbox().upload({ channel: 'U0ANA' }, csv));
  expect(error).toMatchObject({
    message: 'I have no permission to send files to you directly.',
    hint: expect.stringContaining('im:write'),
  });
});

test('bytes that do not arrive are a file that nobody sees', async () => {
  fake.faults.set('upload_url', { status: 503 });
  expect(await refusal(outbox().upload({ channel: 'C0PAY' }, csv))).toMatchObject({ code: 'file-not-sent' });
  expect(methods()).not.toContain('files.completeUploadExternal');
  expect(failed).toEqual(['http_503']);
});

test('a short rate limit is waited out and nothing comes twice; a long one is told', async () => {
  const box = outbox();
  fake.faults.set('files.completeUploadExternal', { status: 429, retryAfter: 1 });
  const waiting = box.upload({ channel: 'C0PAY' }, csv);
  await fake.next('files.completeUploadExternal');
  fake.faults.clear();
  await waiting;
  expect(fake.files()).toHaveLength(1);
  expect(fake.of('upload_url')).toHaveLength(1);
  fake.faults.set('files.getUploadURLExternal', { status: 429, retryAfter: 30 });
  const error = await refusal(box.upload({ channel: 'U0ANA' }, csv));
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: 'slack-busy', hint: 'Try again in 30 s.' });
});

test('a file is a message like others to the channel: it waits for its turn', async () => {
  const box = outbox();
  const began = performance.now();
  await box.post({ channel: 'C0PAY' }, { text: 'Team Payments', blocks: [] });
  await box.upload({ channel: 'C0PAY' }, csv);
  expect(performance.now() - began).toBeGreaterThan(950);
});
