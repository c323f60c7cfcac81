import { expect, test } from 'vitest';
import { startAskingApp, type AskingApp } from '../support/asking-app.ts';
import { blockAction } from '../support/signed-request.ts';

const press = (app: AskingApp, more: Parameters<typeof blockAction>[1] = {}) =>
  app.send(
    blockAction(
      { action_id: 'catalog.picture', value: 'component:default/payments-api' },
      { responseUrl: app.fake.responseUrl(), ...more },
    ),
  );
const quiet = (app: AskingApp) => expect.poll(() => app.slack.counts().underWay).toBe(0);

test('a picture is drawn and shown in the thread of the answer: one message, after Slack has said who reads there', async () => {
  const app = await startAskingApp();
  await Promise.all([press(app, { visible: true }), press(app, { visible: true })]);
  await quiet(app);
  const [file, ...others] = app.fake.files();
  expect(others).toEqual([]);
  expect(file).toMatchObject({ channel: 'C0GENERAL', thread: '1700000000.000100', name: 'payments-api-dependencies.png' });
  expect(file?.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(file?.altText).toMatch(/^payments-api: \d+ needed/);
  expect(app.fake.calls.map(({ method }) => method).toSorted()).toEqual([
    'conversations.info',
    'files.completeUploadExternal',
    'files.getUploadURLExternal',
    'upload_url',
  ]);
});

test('what another organisation reads gets no picture', async () => {
  const app = await startAskingApp();
  await press(app, { visible: true, channel: 'C0SHARED' });
  expect(JSON.stringify(await app.said('response_url'))).toContain('Another organisation can read this channel');
  await quiet(app);
  expect(app.fake.files()).toEqual([]);
});

test.each([
  ['files.getUploadURLExternal', { error: 'missing_scope' }, 'files:write'],
  ['upload_url', { status: 500 }, 'Slack did not take the file.'],
  ['files.completeUploadExternal', { error: 'not_in_channel' }, '/invite @switchboard'],
] as const)('when %s fails, the answer stays, and why is said to who asked', async (method, fault, words) => {
  const app = await startAskingApp();
  app.fake.faults.set(method, fault);
  await press(app, { visible: true });
  const said = await app.said('response_url');
  expect(JSON.stringify(said)).toContain(words);
  expect(said).toMatchObject({ replace_original: false, response_type: 'ephemeral' });
  expect(app.fake.files()).toEqual([]);
});
