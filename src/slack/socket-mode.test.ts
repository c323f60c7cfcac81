import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { reply, type Reply } from '#core/reply.ts';
import { noMeter } from '#core/meter.ts';
import { startFakeSocket, type FakeSocket } from '../../test/support/fake-socket.ts';
import { slackEvent, slashCommand } from '../../test/support/signed-request.ts';
import { type SlackApp, startSlackApp } from '../../test/support/slack-app.ts';
import { section } from './blocks.ts';
import { defineAction } from './define-action.ts';
import { defineCommand } from './define-command.ts';
import { defineEvent } from './define-event.ts';
import { md } from './mrkdwn.ts';
import { connectionOpener } from './slack-api.ts';
import type { SocketModeBounds } from './socket-mode.ts';
import { appToken, ourTeam } from '../../test/support/test-slack.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const said = { text: 'Team Payments', blocks: [section(md`Team Payments`)] };
const quick = {
  pingMs: 20,
  quietPings: 5,
  helloMs: 300,
  goodbyeMs: 100,
  firstPauseMs: 20,
  longestPauseMs: 80,
  slowPauseMs: 400,
  retireMs: 500,
};

/** Replies as commands, events and clicks; `/slow` takes so many milliseconds. */
async function start(bounds: Partial<SocketModeBounds> = {}): Promise<{ app: SlackApp; socket: FakeSocket }> {
  const socket = await startFakeSocket();
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const answer = (): Reply => reply.ephemeral(said);
  const common = { summary: '', usage: '' };
  const app = await startSlackApp({
    definitions: [
      defineCommand({ ...common, id: 'test.ask', command: '/ask', parse: (text) => text, answer }),
      defineCommand({ ...common, id: 'test.slow', command: '/slow', parse: Number, answer: (_ctx, ms) => sleep(ms).then(answer) }),
      defineEvent({ id: 'test.mention', event: 'app_mention', parse: (event) => event, answer }),
      defineAction({ id: 'test.press', parse: (value) => value, answer }),
    ],
    bounds: { ackMs: 2000 },
    transport: (fake) => ({
      mode: 'socket',
      connectionUrl: connectionOpener({ appToken, apiUrl: fake.apiUrl, log, meter: noMeter }),
      bounds: { ...quick, ...bounds },
    }),
  });
  app.fake.socket.url = socket.url;
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL' });
  stops.push(
    () => app.stop(),
    () => socket.stop(),
  );
  app.slack.start();
  return { app, socket };
}

/** A busy machine is slow. */
const patience = { timeout: 5000 };
const up = (app: SlackApp) => expect.poll(() => app.slack.line, patience).toMatchObject({ mode: 'socket', up: true });
const down = (app: SlackApp) => expect.poll(() => app.slack.line, patience).toMatchObject({ mode: 'socket', up: false });
const command = (name: string, text: string, responseUrl = '') =>
  Object.fromEntries(new URLSearchParams(slashCommand(name, text, { responseUrl })));
const logged = (app: SlackApp, code: string) => app.logged.find((one) => one.event === 'slack.socket-down' && one.fields['code'] === code);

test('commands, clicks and events come over the socket and are acknowledged under their own id', async () => {
  const { app, socket } = await start();
  await up(app);
  const line = await socket.connection(0);
  const answered = await line.deliver('slash_commands', command('/ask', 'payments'));
  expect(answered.payload).toMatchObject({ response_type: 'ephemeral', text: 'Team Payments' });
  app.spent();
  await line.deliver('slash_commands', command('/ask', 'payments'));
  expect(app.spent()).toEqual({ slack: 0, sql: 0 });

  const click = {
    type: 'block_actions',
    user: { id: 'U0ANA', team_id: ourTeam },
    team: { id: ourTeam },
    response_url: app.fake.responseUrl(),
    trigger_id: '1.press',
    actions: [{ type: 'button', action_id: 'test.press', value: 'x' }],
  };
  const pressed = await line.deliver('interactive', click, { accepts_response_payload: false });
  expect(pressed.payload).toBeUndefined();
  await app.fake.next('response_url');

  const event = JSON.parse(slackEvent({ type: 'app_mention', user: 'U0ANA', channel: 'C0GENERAL', ts: '1.1' })) as object;
  await line.deliver('events_api', event);
  await app.fake.next('chat.postEphemeral');
  // Delivered again, as Slack does when it is not sure; acknowledged again, and answered once.
  await line.deliver('events_api', event, { retry_attempt: 1, retry_reason: 'timeout' });
  await expect.poll(() => app.slack.counts().underWay).toBe(0);
  expect(app.fake.of('chat.postEphemeral')).toHaveLength(1);
});

test('nothing is taken over HTTP, and health tells how old the last pong is', async () => {
  const { app } = await start();
  await up(app);
  expect((await app.send(slashCommand('/ask', 'payments'))).status).toBe(404);
  await expect.poll(() => (app.slack.line.mode === 'socket' ? app.slack.line.lastPongMs : null)).toBeTypeOf('number');
});

test('when Slack warns that it will close, the next connection is there before the old one goes, and no answer is lost', async () => {
  const { app, socket } = await start();
  await up(app);
  const old = await socket.connection(0);
  const underWay = old.deliver('slash_commands', command('/slow', '200'));
  old.disconnect('warning');
  const next = await socket.connection(1);
  expect(app.slack.line).toMatchObject({ up: true });
  expect((await underWay).payload).toMatchObject({ text: 'Team Payments' });
  await expect.poll(() => old.isOpen).toBe(false);
  expect((await next.deliver('slash_commands', command('/ask', 'x'))).payload).toBeDefined();
  expect(app.slack.line).toMatchObject({ up: true });
});

test('with all ten places taken the old connection goes first', async () => {
  const { app, socket } = await start();
  socket.others = 9;
  await up(app);
  (await socket.connection(0)).disconnect('refresh_requested');
  await socket.connection(1);
  expect(socket.open()).toHaveLength(1);
  await up(app);
});

test('an answer whose connection is lost meanwhile goes to the response URL', async () => {
  const { app, socket } = await start();
  await up(app);
  const line = await socket.connection(0);
  void line.deliver('slash_commands', command('/slow', '150', app.fake.responseUrl()));
  await sleep(50);
  line.drop();
  expect((await app.fake.next('response_url')).args).toMatchObject({ text: 'Team Payments' });
  const next = await socket.connection(1);
  expect((await next.deliver('slash_commands', command('/ask', 'x'))).payload).toBeDefined();
});

test('a connection that falls silent is given up and replaced', async () => {
  const { app, socket } = await start();
  await up(app);
  (await socket.connection(0)).fallSilent();
  await expect.poll(() => logged(app, 'silent'), patience).toBeDefined();
  await socket.connection(1);
  await up(app);
  // It was told goodbye by hanging up.
  await expect.poll(() => socket.open().length).toBe(1);
});

test('too many connections: it waits long, says what to do, and comes back', async () => {
  const { app, socket } = await start();
  socket.others = 10;
  await expect.poll(() => logged(app, 'too_many_websockets'), patience).toBeDefined();
  expect(logged(app, 'too_many_websockets')?.fields).toMatchObject({ fix: expect.stringContaining('ten connections') });
  expect(app.slack.line).toMatchObject({ up: false, lastPongMs: null });
  await sleep(100);
  expect(socket.connections).toHaveLength(1);
  expect(socket.open()).toHaveLength(0);
  socket.others = 0;
  await up(app);
});

test('Socket Mode switched off while we run: down, said, and back when it is on again', async () => {
  const { app, socket } = await start();
  await up(app);
  socket.greeting = 'link_disabled';
  app.fake.socket.url = '';
  (await socket.connection(0)).disconnect('link_disabled');
  await down(app);
  expect(logged(app, 'link_disabled')?.fields['fix']).toContain('Turn Socket Mode on');
  await expect.poll(() => logged(app, 'not_allowed_token_type'), patience).toBeDefined();
  Object.assign(socket, { greeting: 'hello' });
  app.fake.socket.url = socket.url;
  await expect.poll(() => app.slack.line, patience).toMatchObject({ up: true });
});

test('Slack that says no hello, is busy, or is not there is asked again, each time a little later', async () => {
  const { app, socket } = await start();
  socket.greeting = 'nothing';
  await expect.poll(() => logged(app, 'no-hello'), patience).toBeDefined();
  app.fake.faults.set('apps.connections.open', { status: 500 });
  await expect.poll(() => logged(app, 'unreachable'), patience).toBeDefined();
  app.fake.faults.set('apps.connections.open', { status: 429, retryAfter: 1 });
  await expect.poll(() => app.logged.some((one) => Number(one.fields['againInMs']) >= 1000), patience).toBe(true);
  app.fake.faults.clear();
  socket.greeting = 'hello';
  await expect.poll(() => app.slack.line, patience).toMatchObject({ up: true });
});

test('stopping lets the answers under way out, hangs up, and does not come back', async () => {
  const { app, socket } = await start();
  await up(app);
  const line = await socket.connection(0);
  const underWay = line.deliver('slash_commands', command('/slow', '150'));
  await sleep(30);
  await app.slack.stop(1000);
  expect((await underWay).payload).toMatchObject({ text: 'Team Payments' });
  expect(socket.open()).toHaveLength(0);
  await sleep(150);
  expect(socket.connections).toHaveLength(1);
});
