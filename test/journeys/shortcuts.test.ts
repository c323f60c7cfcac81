import { expect, test } from 'vitest';
import { alert, mention, startAskingApp } from '../support/asking-app.ts';
import { checkOptions, checkView } from '../support/check-blocks.ts';
import { paymentsCompany } from '../support/payments-company.ts';
import { blockAction, blockSuggestion, globalShortcut, messageShortcut, slashCommand, viewSubmission } from '../support/signed-request.ts';
import { entity, world } from '../support/world.ts';

/** What each way of asking costs, over signed HTTP: calls to Slack, and statements, of which an answer needs none. */

test('“Who owns this?” on an alert: the card for the asker, and Share in Thread under the alert', async () => {
  const { send, fake, spent, said } = await startAskingApp();
  await send(messageShortcut('catalog.who-owns-this', alert, { responseUrl: fake.responseUrl() }));
  const card = await said('response_url');
  expect(card).toMatchObject({ response_type: 'ephemeral', text: 'payments-api is owned by Team Payments.' });
  expect(spent()).toEqual({ slack: 1, sql: 0 });
  const value = /"value":"(1700000000\.000300 component:default\/payments-api)"/.exec(JSON.stringify(card))?.[1] ?? '';
  expect(JSON.stringify(card)).toContain('Share in Thread');
  const share = (from = {}) => blockAction({ action_id: 'catalog.share', value }, { responseUrl: fake.responseUrl(), ...from });
  await send(share());
  expect(await said('chat.postMessage')).toMatchObject({ channel: 'C0GENERAL', thread_ts: '1700000000.000300' });
  expect(JSON.stringify(await said('response_url', 1))).toContain('Shared in the thread.');
  await send(share({ channel: 'C0SHARED' }));
  expect(JSON.stringify(await said('response_url', 2))).toContain('Another organisation');
  expect(fake.of('chat.postMessage')).toHaveLength(1);
});

test('“Who owns this?” on a message that names several: choices that remember the thread; on one that names nothing: what was looked for', async () => {
  const { send, fake, said } = await startAskingApp();
  const shortcut = (message: object) => messageShortcut('catalog.who-owns-this', { ...message }, { responseUrl: fake.responseUrl() });
  await send(shortcut({ text: 'payments-api and checkout-bff are down', user: 'U0BEN' }));
  const choices = await said('response_url');
  expect(choices['text']).toBe('This message names 2 things in the catalog.');
  await send(
    blockAction(
      { action_id: 'catalog.choose', value: '1700000000.000300 component:default/checkout-bff' },
      { responseUrl: fake.responseUrl() },
    ),
  );
  const card = await said('response_url', 1);
  expect(card).toMatchObject({ replace_original: true });
  expect(JSON.stringify(card)).toContain('Share in Thread');
  await send(shortcut({ text: 'the coffee machine is broken' }));
  const nothing = await said('response_url', 2);
  expect(nothing['text']).toBe('Nothing that this message names is in the catalog.');
  expect(JSON.stringify(nothing)).toContain('Looked for');
});

test('“Find Owner” from anywhere: a form that finds while one types, and becomes the card', async () => {
  const { send, fake, spent } = await startAskingApp();
  await send(globalShortcut('catalog.find-owner', { trigger: fake.trigger() }));
  const { args } = await fake.next('views.open');
  expect(checkView(args['view'])).toEqual([]);
  expect(spent()).toEqual({ slack: 1, sql: 0 });

  const options = async (typed: string, user = 'U0ANA') => {
    const found = (await send(blockSuggestion('catalog.suggest', typed, { user }))).json['options'] as { value: string }[];
    expect(checkOptions(found, 'options')).toEqual([]);
    return found.map(({ value }) => value);
  };
  expect(await options('')).toEqual(expect.arrayContaining(['component:default/payments-api', 'component:default/takeover']));
  expect(await options('', 'U0BEN')).not.toContain('component:default/takeover');
  expect((await options('payme'))[0]).toBe('component:default/payments-api');
  expect(await options('takeover', 'U0BEN')).toEqual([]);

  const submit = (value: string | undefined, user = 'U0ANA') =>
    viewSubmission(
      {
        callback_id: 'catalog.find-owner',
        state: {
          values: { entity: { 'catalog.suggest': { type: 'external_select', selected_option: value === undefined ? null : { value } } } },
        },
      },
      { user },
    );
  const { json } = await send(submit('component:default/payments-api'));
  expect(json['response_action']).toBe('update');
  expect(checkView(json['view'])).toEqual([]);
  expect(JSON.stringify(json)).toContain('is owned by *Team Payments*');
  expect((await send(submit(undefined))).json).toMatchObject({
    response_action: 'errors',
    errors: { entity: 'Choose what you want to know about.' },
  });
  const stolen = (await send(submit('component:default/takeover', 'U0BEN'))).json;
  expect(JSON.stringify(stolen)).toContain('you may not see it');
  expect(JSON.stringify(stolen)).not.toContain('Team Payments');
  expect(spent()).toEqual({ slack: 0, sql: 0 });
});

test('a ref that is longer than Slack’s values take is chosen all the same', async () => {
  const long = entity('Component', 'n'.repeat(63), { type: 'service', owner: 'group:default/team-web' }, { namespace: 's'.repeat(63) });
  const { send } = await startAskingApp({
    directory: world({ entities: [...paymentsCompany, { entity: long, uid: '7d1e4a1c-0000-4000-8000-000000000001' }] }),
  });
  const found = (await send(blockSuggestion('catalog.suggest', 'nnnnnn'))).json['options'] as { value: string }[];
  expect(found.map(({ value }) => value)).toEqual(['uid 7d1e4a1c-0000-4000-8000-000000000001']);
  const state = { values: { entity: { 'catalog.suggest': { selected_option: { value: found[0]?.value } } } } };
  expect(JSON.stringify((await send(viewSubmission({ callback_id: 'catalog.find-owner', state }))).json)).toContain(
    'is owned by *team-web*',
  );
});

test('guests and other organisations are refused everywhere by default', async () => {
  const { send, fake, said } = await startAskingApp();
  const refusal = 'for members of this workspace';
  for (const user of ['U0GUS', 'U0EXT']) {
    expect(JSON.stringify((await send(slashCommand('/catalog', 'owner payments-api', { user }))).json)).toContain(refusal);
    expect((await send(blockSuggestion('catalog.suggest', 'pay', { user }))).json).toEqual({ options: [] });
    const before = fake.of('chat.postEphemeral').length;
    await send(mention('<@U0BOT> who owns payments-api?', { user }));
    expect(JSON.stringify(await said('chat.postEphemeral', before))).toContain(refusal);
    const urls = fake.of('response_url').length;
    await send(messageShortcut('catalog.who-owns-this', alert, { user, responseUrl: fake.responseUrl() }));
    expect(JSON.stringify(await said('response_url', urls))).toContain(refusal);
  }
  expect(fake.of('chat.postMessage')).toEqual([]);
});

test('guests who are answered see what everyone sees, alone, and change nothing', async () => {
  const { send, fake, said } = await startAskingApp({ answered: new Set(['guest']) });
  const user = 'U0GUS';
  expect((await send(slashCommand('/catalog', 'owner payments-api', { user }))).json['text']).toBe(
    'payments-api is owned by Team Payments.',
  );
  expect((await send(slashCommand('/catalog', 'owner takeover', { user }))).json['text']).toContain('Nothing in the catalog');
  await send(mention('<@U0BOT> who owns payments-api?', { user }));
  expect((await said('chat.postEphemeral'))['text']).toBe('payments-api is owned by Team Payments.');
  await send(
    blockAction({ action_id: 'catalog.share', value: 'component:default/payments-api' }, { user, responseUrl: fake.responseUrl() }),
  );
  expect(JSON.stringify(await said('response_url'))).toContain('for members of this workspace');
  expect(JSON.stringify((await send(slashCommand('/catalog', 'owner payments-api', { user: 'U0EXT' }))).json)).toContain('for members');
  expect(fake.of('chat.postMessage')).toEqual([]);
});
