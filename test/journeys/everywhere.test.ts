import { expect, test } from 'vitest';
import { mention } from '../support/asking-app.ts';
import { checkMessage, checkView } from '../support/check-blocks.ts';
import { configFile, projectManifests, startJourney } from '../support/product.ts';
import { blockSuggestion, globalShortcut, messageShortcut, post, sign, slackEvent } from '../support/signed-request.ts';

test('the process that runs answers wherever people ask, under the names that the operator gave', async () => {
  const SWITCHBOARD_CONFIG = configFile(
    `catalog:\n  sources:\n    - { type: folder, path: '${projectManifests}', paths: ['**/catalog-info.yaml'], authority: true }\nslack:\n  commands: { /catalog: /ask }\n  guests: answer\n`,
  );
  const { command, fake, product } = await startJourney({ SWITCHBOARD_CONFIG }, 20);
  const send = (body: string) =>
    post(`${product.url}/slack/events`, sign(body, { type: body.startsWith('{') ? 'application/json' : undefined }));

  const menu = await command('/ask', '');
  expect(checkMessage(menu.json)).toEqual([]);
  expect(JSON.stringify(menu.json)).toContain('`/ask show ');
  expect((await command('/ask', 'who owns payments?')).json['text']).toBe('payments-api is owned by Team Payments.');
  expect((await command('/ask', 'owner payments', { user: 'U0GUS' })).json['text']).toBe('payments-api is owned by Team Payments.');

  await send(mention('hey <@U0BOT>, who owns payments?'));
  expect(await fake.next('chat.postMessage')).toMatchObject({ result: 'ok', args: { text: 'payments-api is owned by Team Payments.' } });

  const responseUrl = fake.responseUrl();
  await send(messageShortcut('catalog.who-owns-this', { text: 'fraud-check-7d9f8b6c5-x2x9k restarts' }, { responseUrl }));
  expect((await fake.next('response_url')).args['text']).toContain('fraud-check is owned by');

  await send(globalShortcut('catalog.find-owner', { trigger: fake.trigger() }));
  expect(await fake.next('views.open')).toMatchObject({ result: 'ok' });

  await send(slackEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D0ANA', tab: 'home' }));
  const { args, result } = await fake.next('views.publish');
  expect([result, checkView(args['view'])]).toEqual(['ok', []]);
  expect(JSON.stringify(args['view'])).toMatch(/`\/whoowns .*entities from 1 source/);

  expect(JSON.stringify((await send(blockSuggestion('catalog.suggest', 'paym'))).json)).toContain('component:default/payments-api');
});
