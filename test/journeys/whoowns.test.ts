import { expect, test } from 'vitest';
import { checkMessage } from '../support/check-blocks.ts';
import { post, sign, slashCommand } from '../support/signed-request.ts';
import { startJourney } from '../support/product.ts';

test('in the middle of an incident: the card, why, what depends on it, and shared with the channel', async () => {
  const { command, press, fake, product } = await startJourney({}, 60);

  const first = await command('/whoowns', 'payments');
  expect(first.status).toBe(200);
  expect(first.json).toMatchObject({ response_type: 'ephemeral', text: 'payments-api is owned by Team Payments.' });
  expect(checkMessage(first.json)).toEqual([]);
  expect((first.json['blocks'] as unknown[]).length).toBeLessThanOrEqual(12);

  // Ana is known now: from here on an answer costs Slack nothing.
  // The people that the process reads in the background are no part of the answer.
  const asked = () => fake.calls.filter(({ method }) => !method.endsWith('.list')).length;
  const before = asked();
  const again = await command('/whoowns', 'paymnts-api');
  expect(JSON.stringify(again.json)).toContain('one letter away');
  expect(asked() - before).toBe(0);

  expect(JSON.stringify(await press(first.json, 'Why'))).toContain('payments/payments-api/catalog-info.yaml');
  expect(JSON.stringify(await press(first.json, 'Dependencies'))).toContain('fraud-check');
  const outcome = await press(first.json, 'Share in Channel');
  expect(fake.of('chat.postMessage').map((call) => [call.args['channel'], call.result])).toEqual([['C0GENERAL', 'ok']]);
  expect(checkMessage(fake.of('chat.postMessage')[0]?.args)).toEqual([]);
  expect(JSON.stringify(outcome)).toMatch(/Shared/i);

  const nothing = await command('/whoowns', 'zzz-nothing <!channel>');
  expect(nothing.json['text']).toContain('Nothing in the catalog is called');
  expect(JSON.stringify(nothing.json)).not.toContain('<!channel>');

  const state = (await (await fetch(`${product.url}/readyz`)).json()) as object;
  expect(state).toMatchObject({ ready: true, degraded: [], sources: [{ name: 'example', ok: true }] });
});

test('guests, forgers and replays get no answer; another organisation’s channel gets no card', async () => {
  const { command, press, fake, product } = await startJourney({}, 60);
  const guest = await command('/whoowns', 'payments', { user: 'U0GUS' });
  expect(guest.json['text']).toContain('members of this workspace');
  expect(JSON.stringify(guest.json)).not.toContain('Team Payments');

  const url = `${product.url}/slack/events`;
  const request = sign(slashCommand('/whoowns', 'payments'));
  expect((await post(url, request)).status).toBe(200);
  expect((await post(url, request)).status).toBe(401);
  expect((await post(url, sign(slashCommand('/whoowns', 'payments'), { secret: 'another-secret' }))).status).toBe(401);
  expect((await post(url, sign(slashCommand('/whoowns', 'payments'), { at: Date.now() - 6 * 60_000 }))).status).toBe(401);
  expect((await post(url, sign(slashCommand('/whoowns', 'payments'), { at: Date.now() + 6 * 60_000 }))).status).toBe(401);

  fake.channels.set('C0GENERAL', { id: 'C0GENERAL', name: 'general', is_channel: true, is_member: true, is_ext_shared: true });
  const card = await command('/whoowns', 'payments');
  expect(JSON.stringify(await press(card.json, 'Share in Channel'))).toContain('Another organisation');
  expect(fake.of('chat.postMessage')).toEqual([]);
});
