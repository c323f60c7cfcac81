import { expect, onTestFinished, test } from 'vitest';
import { startFakeSocket } from '../support/fake-socket.ts';
import { startJourney } from '../support/product.ts';
import { slackEvent, slashCommand } from '../support/signed-request.ts';
import { appToken } from '../support/test-slack.ts';

test('over Socket Mode the product answers, tells its health, and outlives the loss of its connection', { timeout: 60_000 }, async () => {
  const socket = await startFakeSocket();
  onTestFinished(() => socket.stop());
  // An empty signing secret counts as none.
  const { product, fake } = await startJourney({ SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: '' }, 50, async (slack) => {
    slack.socket.url = socket.url;
  });
  const state = async () => (await (await fetch(`${product.url}/readyz`)).json()) as { ready: boolean; degraded: string[]; slack: unknown };
  const line = await socket.connection(0);
  const ask = () => Object.fromEntries(new URLSearchParams(slashCommand('/whoowns', 'payments')));
  const { payload } = await line.deliver('slash_commands', ask());
  expect(payload).toMatchObject({ text: 'payments-api is owned by Team Payments.' });
  const opened = slackEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D0ANA', tab: 'home' });
  await line.deliver('events_api', JSON.parse(opened));
  expect(await fake.next('views.publish')).toMatchObject({ result: 'ok', args: { user_id: 'U0ANA' } });
  await expect
    .poll(state, { timeout: 5000 })
    .toMatchObject({ ready: true, degraded: [], slack: { mode: 'socket', lastPongMs: expect.any(Number) } });
  expect((await fetch(`${product.url}/slack/events`, { method: 'POST' })).status).toBe(404);

  fake.socket.url = '';
  line.drop();
  await expect
    .poll(state, { timeout: 5000 })
    .toMatchObject({ ready: true, degraded: ['slack'], slack: { mode: 'socket', lastPongMs: null } });
  await product.stop();
  expect(socket.open()).toEqual([]);
});
