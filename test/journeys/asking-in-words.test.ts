import { expect, test } from 'vitest';
import { direct, mention, startAskingApp } from '../support/asking-app.ts';
import { checkMessage } from '../support/check-blocks.ts';
import { blockAction, slackEvent, slashCommand } from '../support/signed-request.ts';
import { entity, nobody, world } from '../support/world.ts';

/** What each way of asking costs, over signed HTTP: calls to Slack, and statements: none, but one to claim an event. */

test('a command: all in words, and nothing spent', async () => {
  const { send, spent } = await startAskingApp();
  for (const words of ['owns payments-api', 'owner payments-api', 'who owns the payments-api service?', 'whoowns payments-api please']) {
    const { json } = await send(slashCommand('/catalog', words));
    expect(json).toMatchObject({ response_type: 'ephemeral', text: 'payments-api is owned by Team Payments.' });
    expect(checkMessage(json)).toEqual([]);
  }
  expect(spent()).toEqual({ slack: 0, sql: 0 });
});

test('a command alone is a menu of what works; its button opens the form', async () => {
  const { send, fake, spent } = await startAskingApp();
  const { json } = await send(slashCommand('/catalog', ''));
  expect(checkMessage(json)).toEqual([]);
  expect(JSON.stringify(json)).toContain('`/whoowns &lt;name');
  const offered = [...JSON.stringify(json).matchAll(/"action_id":"([\w.-]+)"/g)].map(([, id]) => id);
  expect(offered).toEqual(['catalog.find-owner', 'catalog.teams']);
  expect(spent()).toEqual({ slack: 0, sql: 0 });
  await send(blockAction({ action_id: 'catalog.find-owner' }, { trigger: fake.trigger() }));
  expect(await fake.next('views.open')).toMatchObject({ result: 'ok', args: { view: { callback_id: 'catalog.find-owner' } } });
});

test('unknown words get help: what was said, what is nearest, examples of the person’s own teams', async () => {
  const { send, spent } = await startAskingApp();
  const typo = JSON.stringify((await send(slashCommand('/catalog', 'ownr payments-api'))).json);
  expect(typo).toContain('I do not know what to do with `ownr payments-api`.');
  expect(typo).toContain('Nearest: `/catalog owner payments-api`');
  expect(typo).toContain('For example `/catalog owner card-vault` or `/catalog owner payments-api`');
  const bare = JSON.stringify((await send(slashCommand('/catalog', 'checkout-bff'))).json);
  expect(bare).toContain('Something in the catalog is called so');
  expect(bare).toContain('component:default/checkout-bff');
  const help = JSON.stringify((await send(slashCommand('/catalog', 'help'))).json);
  expect(help).toContain('`/catalog owner &lt;');
  // Slack would make a mention of it if it were not escaped.
  const hostile = (await send(slashCommand('/catalog', 'frob <!channel> &lt;!here&gt; `x`'))).json;
  expect(checkMessage(hostile)).toEqual([]);
  expect(JSON.stringify(hostile)).not.toContain('<!');
  expect(spent()).toEqual({ slack: 0, sql: 0 });
});

test('a mention in a thread is answered there, for everyone, after Slack has said who reads it', async () => {
  const { send, spent, said } = await startAskingApp();
  await send(mention('hey <@U0BOT>, who’s the owner of payments-api please', { thread_ts: '1700000000.000100' }));
  const answer = await said('chat.postMessage');
  expect(answer).toMatchObject({ channel: 'C0GENERAL', thread_ts: '1700000000.000100', text: 'payments-api is owned by Team Payments.' });
  expect(JSON.stringify(answer)).not.toMatch(/<@U|<!subteam|catalog\.share/);
  expect(spent()).toEqual({ slack: 2, sql: 1 });
  await send(mention('<@U0BOT> who owns checkout-bff?'));
  expect(await said('chat.postMessage', 1)).toMatchObject({ thread_ts: '1700000000.000500' });
});

test('several are choices for all to see, and so is the card that one of them becomes', async () => {
  const { send, fake, said } = await startAskingApp();
  await send(mention('<@U0BOT> who owns payment?'));
  const choices = await said('chat.postMessage');
  expect(choices['text']).toContain('could be one of');
  const press = (value: string, user: string) =>
    blockAction({ action_id: 'catalog.choose', value }, { user, responseUrl: fake.responseUrl() });
  // A button in a message that all see says so.
  const visible = (body: string) => body.replace('%22is_ephemeral%22%3Atrue', '%22is_ephemeral%22%3Afalse');
  await send(visible(press('component:default/payments-api', 'U0BEN')));
  expect((await fake.next('response_url')).args).toMatchObject({ response_type: 'in_channel', replace_original: true });
  await send(visible(press('component:default/takeover', 'U0ANA')));
  const alone = (await fake.next('response_url', 1)).args;
  expect(alone).toMatchObject({ response_type: 'ephemeral', replace_original: false, text: 'takeover is owned by Team Payments.' });
});

test('what only some may see is told to the asker alone, with the reason; to others it does not exist', async () => {
  const { send, said } = await startAskingApp();
  await send(mention('<@U0BOT> who owns takeover?'));
  const alone = await said('chat.postEphemeral');
  expect(alone).toMatchObject({ user: 'U0ANA', text: 'takeover is owned by Team Payments.' });
  expect(JSON.stringify(alone)).toContain('visible to some groups only');
  await send(mention('<@U0BOT> who owns takeover?', { user: 'U0BEN' }));
  expect((await said('chat.postMessage'))['text']).toContain('Nothing in the catalog is called');
});

test('where another organisation reads along nothing is posted, and the asker is told why', async () => {
  const { send, fake, said } = await startAskingApp();
  await send(mention('<@U0BOT> who owns payments-api?', { channel: 'C0SHARED', thread_ts: '1700000000.000100' }));
  const alone = await said('chat.postEphemeral');
  expect(alone).toMatchObject({ text: 'payments-api is owned by Team Payments.', thread_ts: '1700000000.000100' });
  expect(JSON.stringify(alone)).toContain('another organisation can read this channel');
  fake.faults.set('conversations.info', { error: 'missing_scope' });
  await send(mention('<@U0BOT> who owns payments-api?'));
  expect(JSON.stringify(await said('chat.postEphemeral', 1))).toContain('Slack could not say who can read this channel');
  expect(fake.of('chat.postMessage')).toEqual([]);
});

test('a channel that we are not in: the answer goes to the asker, with how to invite us', async () => {
  const { send, fake } = await startAskingApp();
  await send(mention('<@U0BOT> who owns payments-api?', { channel: 'C0OUTSIDE' }));
  await fake.next('chat.postMessage', 1);
  expect(fake.of('chat.postMessage').map(({ args, result }) => [args['channel'], result])).toEqual([
    ['C0OUTSIDE', 'not_in_channel'],
    ['U0ANA', 'ok'],
  ]);
  expect(JSON.stringify(fake.of('chat.postMessage')[1]?.args)).toContain('/invite @switchboard');
});

test.each(['restricted_action', 'restricted_action_read_only_channel', 'is_archived'])(
  'a channel where we may not write (%s): the answer goes to the asker, with the reason',
  async (error) => {
    const { send, fake } = await startAskingApp();
    fake.faults.set('chat.postMessage', { error });
    await send(mention('<@U0BOT> who owns payments-api?'));
    const directly = await fake.next('chat.postMessage', 1);
    expect(directly.args).toMatchObject({ channel: 'U0ANA', text: 'payments-api is owned by Team Payments.' });
    expect(checkMessage(directly.args)).toEqual([]);
    expect(JSON.stringify(directly.args)).toContain('I may not write in that channel, so the answer comes here.');
  },
);

test('a mention that is no question gets help, which nobody else sees', async () => {
  const { send, fake, spent, said } = await startAskingApp();
  await send(mention('<@U0BOT> please frobnicate the cart'));
  const help = JSON.stringify(await said('chat.postEphemeral'));
  expect(help).toContain('`@switchboard owner payments-api`');
  expect(spent()).toEqual({ slack: 1, sql: 1 });
  await send(mention('hi <@U0BOT>!'));
  expect(JSON.stringify(await said('chat.postEphemeral', 1))).toContain('This is what you can ask.');
  expect(fake.of('chat.postMessage')).toEqual([]);
});

test('people who are named in a question are read back by name, and never by the id that Slack writes', async () => {
  const people = { ...nobody, emailOf: (id: string) => (id === 'U0BO' ? 'bo@acme.example' : undefined) };
  const bo = entity('User', 'bo', { profile: { displayName: 'Bo Berg', email: 'bo@acme.example' } });
  const { send, said } = await startAskingApp({ directory: world({ entities: [bo], people }) });
  const told = async (words: string, already: number) => {
    await send(direct(words));
    return JSON.stringify(await said('chat.postMessage', already));
  };
  expect(await told('<@U0BO> and <@U0GUS> are late', 0)).toContain('I do not know what to do with `@Bo Berg and @someone are late`.');
  expect(await told('who owns <@U0GUS>?', 1)).toContain('Nothing in the catalog is called *@someone*.');
  expect(await told('<@U0GUS> <@U0BOT> who owns <@U0BO>?', 2)).toContain('Bo Berg owns');
});

test('a direct message is answered there for whoever wrote it; bots, edits and files are no questions', async () => {
  const { send, fake, spent, said } = await startAskingApp();
  await send(direct('who owns takeover?'));
  expect(await said('chat.postMessage')).toMatchObject({ channel: 'D0ANA', text: 'takeover is owned by Team Payments.' });
  expect(spent()).toEqual({ slack: 1, sql: 1 });
  await send(direct('hello'));
  expect(JSON.stringify(await said('chat.postMessage', 1))).toContain('`owner &lt;');
  await send(direct('who owns cart?', { bot_id: 'B0BOT' }));
  await send(direct('who owns cart?', { subtype: 'message_changed' }));
  await send(direct('who owns cart?', { edited: { user: 'U0ANA', ts: '1' } }));
  await send(
    slackEvent({ type: 'message', channel_type: 'channel', channel: 'C0GENERAL', user: 'U0ANA', text: 'who owns cart?', ts: '1.2' }),
  );
  await send(direct('frobnicate', { thread_ts: '1700000000.000400' }));
  expect(await said('chat.postMessage', 2)).toMatchObject({ thread_ts: '1700000000.000400' });
  expect(fake.calls).toHaveLength(3);
});
