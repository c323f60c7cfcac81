import { expect, test } from 'vitest';
import { reply, type Reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { blockAction, slackEvent, slashCommand } from '../../test/support/signed-request.ts';
import { later, say, testSlackApp } from '../../test/support/slack-app.ts';
import { defineAction } from './define-action.ts';
import { defineCommand } from './define-command.ts';
import { defineEvent } from './define-event.ts';

const bounds = { ackMs: 40 };
const read = (answer: () => Reply | Promise<Reply>) =>
  defineCommand<string>({
    id: 'test.read',
    command: '/read',
    summary: 'Reads',
    usage: '<what>',
    parse: (text) => text,
    answer,
    meanwhile: (what) => (what === '' ? undefined : say(`Reading ${what} …`)),
  });

test('a command whose answer takes long says what is being done, and the answer takes its place', async () => {
  const app = await testSlackApp([read(() => later(120, reply.ephemeral(say('Done'))))], { bounds });
  const { json } = await app.send(slashCommand('/read', 'shop', { responseUrl: app.fake.responseUrl() }));
  expect(json).toMatchObject({ response_type: 'ephemeral', text: 'Reading shop …' });
  expect((await app.fake.next('response_url')).args).toMatchObject({ text: 'Done', replace_original: true });
  expect(app.spent().slack).toBe(1);
});

test('what is there in time, has nothing to say meanwhile, or is for all to read, comes as ever', async () => {
  const quick = await testSlackApp([read(() => reply.ephemeral(say('Done')))], { bounds });
  expect((await quick.send(slashCommand('/read', 'shop'))).json).toMatchObject({ text: 'Done' });
  const app = await testSlackApp([read(() => later(80, reply.inChannel(say('Done'))))], { bounds });
  const responseUrl = app.fake.responseUrl();
  expect((await app.send(slashCommand('/read', '', { responseUrl }))).text).toBe('');
  expect((await app.fake.next('response_url')).args).toMatchObject({ replace_original: false });
  await app.send(slashCommand('/read', 'shop', { responseUrl }));
  expect((await app.fake.next('response_url', 1)).args).toMatchObject({ response_type: 'in_channel', replace_original: false });
});

test('a refusal takes its place as well', async () => {
  const refuse = () => later(80, reply.none).then(() => Promise.reject(new UserError('no', 'It is not there.', 'Name another.')));
  const app = await testSlackApp([read(refuse)], { bounds });
  await app.send(slashCommand('/read', 'shop', { responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url')).args).toMatchObject({ text: 'It is not there. Name another.', replace_original: true });
});

test('a button says it in place of its message', async () => {
  const go = defineAction<string>({
    id: 'test.go',
    parse: (value) => value,
    answer: () => later(120, reply.replace(say('Done'))),
    meanwhile: (what) => say(`Registering ${what} …`),
  });
  const app = await testSlackApp([go], { bounds });
  await app.send(blockAction({ action_id: 'test.go', value: 'shop' }, { responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url')).args).toMatchObject({ text: 'Registering shop …', replace_original: true });
  expect((await app.fake.next('response_url', 1)).args).toMatchObject({ text: 'Done', replace_original: true });
});

test('in a direct message it is a message that is edited; in a channel nothing is said', async () => {
  const hear = defineEvent<string>({
    id: 'test.hear',
    event: 'message',
    parse: ({ text }) => String(text),
    answer: () => later(120, reply.ephemeral(say('Done'))),
    meanwhile: (what) => say(`Reading ${what} …`),
  });
  const app = await testSlackApp([hear], { bounds });
  await app.send(
    slackEvent({ type: 'message', channel_type: 'im', channel: 'D0ANA', user: 'U0ANA', ts: '1700000000.000500', text: 'shop' }),
  );
  const first = await app.fake.next('chat.postMessage');
  expect(first.args).toMatchObject({ channel: 'D0ANA', text: 'Reading shop …' });
  expect((await app.fake.next('chat.update')).args).toMatchObject({ channel: 'D0ANA', text: 'Done' });
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL', is_member: true });
  await app.send(slackEvent({ type: 'message', channel: 'C0GENERAL', user: 'U0ANA', ts: '1700000000.000600', text: 'shop' }));
  await app.fake.next('chat.postEphemeral');
  expect(app.fake.of('chat.postMessage')).toHaveLength(1);
});
