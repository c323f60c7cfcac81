import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTestSlack } from '../../test/support/test-slack.ts';
import { startWorkbenchApp, type WorkbenchApp } from '../../test/support/workbench-app.ts';
import { createGrants } from './grants.ts';
import { type Json, list, object, text } from './json.ts';
import { createMessageRate } from './message-rate.ts';
import { methods } from './web-api.ts';
import { createWorkspace } from './workspace.ts';

/** Slack's refusals, each with its code (https://docs.slack.dev/reference/methods). */
let app: WorkbenchApp;
beforeAll(async () => void (app = await startWorkbenchApp([])));
afterAll(() => app.stop());

let now = Date.parse('2026-03-01T12:00:00Z');
const clock = { now: () => new Date(now), uuid: () => 'id' };

function world() {
  const slack = { workspace: createWorkspace(clock), grants: createGrants(clock) };
  return { ...slack, call: (method: string, args: Json) => methods[method]?.(slack, args) };
}

const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };
const hello = { text: 'hello' };

test('a trigger id opens one view within three seconds', () => {
  const { call, grants, workspace } = world();
  const trigger_id = grants.trigger('U0ANA');
  expect(call('views.open', { trigger_id, view: modal })).toMatchObject({ ok: true, view: { type: 'modal' } });
  expect(call('views.open', { trigger_id, view: modal })).toEqual({ ok: false, error: 'exchanged_trigger_id' });
  const late = grants.trigger('U0ANA');
  now += 3001;
  expect(call('views.push', { trigger_id: late, view: modal })).toEqual({ ok: false, error: 'expired_trigger_id' });
  expect(call('views.open', { trigger_id: 'made up', view: modal })).toEqual({ ok: false, error: 'invalid_trigger_id' });
  for (const room of [true, true, false]) {
    const pushed = call('views.push', { trigger_id: grants.trigger('U0ANA'), view: modal });
    expect(pushed).toMatchObject(room ? { ok: true } : { ok: false, error: 'push_limit_reached' });
  }
  expect(workspace.views.stack('U0ANA')).toHaveLength(3);
});

test('a view is updated by id and hash, and only once under an external id', () => {
  const { call, grants } = world();
  const view = { ...modal, external_id: 'one' };
  const open = call('views.open', { trigger_id: grants.trigger('U0ANA'), view });
  const { id, hash } = (open as unknown as { view: { id: string; hash: string } }).view;
  expect(call('views.update', { view_id: id, hash, view: modal })).toMatchObject({ ok: true });
  expect(call('views.update', { view_id: id, hash, view: modal })).toEqual({ ok: false, error: 'hash_conflict' });
  expect(call('views.update', { view_id: 'V0GONE', view: modal })).toEqual({ ok: false, error: 'not_found' });
  call('views.update', { view_id: id, view });
  expect(call('views.push', { trigger_id: grants.trigger('U0ANA'), view })).toEqual({ ok: false, error: 'duplicate_external_id' });
  expect(call('views.update', { external_id: 'one', view: modal })).toMatchObject({ ok: true, view: { id } });
  expect(call('views.publish', { user_id: 'U0ANA', view: modal })).toMatchObject({ ok: false, error: 'invalid_arguments' });
  expect(call('views.publish', { user_id: 'U0ANA', hash: 'old', view: { type: 'home', blocks: [] } })).toEqual({
    ok: false,
    error: 'hash_conflict',
  });
});

test('messages: only where the app is, within the limits, with files that are shared', () => {
  const { call } = world();
  const post = (args: Json) => call('chat.postMessage', { channel: 'C0INCIDENTS', ...hello, ...args });
  expect(post({})).toMatchObject({ ok: true, message: { text: 'hello' } });
  expect(post({ channel: 'C0LUNCH' })).toEqual({ ok: false, error: 'not_in_channel' });
  expect(post({ channel: 'C0NOWHERE' })).toEqual({ ok: false, error: 'channel_not_found' });
  expect(post({ text: '' })).toEqual({ ok: false, error: 'no_text' });
  expect(post({ text: 'a'.repeat(40_001) })).toEqual({ ok: false, error: 'msg_too_long' });
  expect(post({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toMatchObject({ error: 'invalid_blocks' });
  expect(post({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'h'.repeat(151) } }] })).toMatchObject({
    error: 'invalid_blocks',
  });
  expect(post({ blocks: [{ type: 'image', alt_text: 'Graph', slack_file: { id: 'F1' } }] })).toMatchObject({ error: 'invalid_blocks' });
  expect(post({ blocks: [{ type: 'alert' }] })).toMatchObject({ error: 'invalid_blocks' });
  expect(post({ blocks: [{ type: 'hologram' }] })).toMatchObject({ error: 'invalid_blocks' });
  expect(post({ blocks: [{ type: 'table', rows: [] }] })).toMatchObject({ ok: true });
  expect(post({ channel: 'U0GITA' })).toMatchObject({ ok: true, channel: 'D0GITA' });
});

test('more than a message a second and channel: a short burst passes, then Slack says how long to wait', async () => {
  const rate = createMessageRate(clock);
  const slack = { ...world(), rate };
  const post = (channel: string) => methods['chat.postMessage']?.(slack, { channel, ...hello });
  for (let n = 0; n < 3; n += 1) expect(post('C0INCIDENTS')).toMatchObject({ ok: true });
  expect(post('C0INCIDENTS')).toEqual({ ok: false, error: 'ratelimited', retryAfter: 1 });
  expect(post('C0PAYMENTS')).toMatchObject({ ok: true });
  now += 1000;
  expect(post('C0INCIDENTS')).toMatchObject({ ok: true });
  expect(post('C0INCIDENTS')).toMatchObject({ ok: false });
  now += 60_000;
  for (let n = 0; n < 3; n += 1) expect(post('C0INCIDENTS')).toMatchObject({ ok: true });
  expect(post('C0INCIDENTS')).toMatchObject({ ok: false });
});

test('a person who makes the app talk too fast sees Slack refuse it, with status and header', async () => {
  const { apiUrl, botToken } = app.workbench.slack;
  const headers = { authorization: `Bearer ${botToken}` };
  const post = () =>
    fetch(`${apiUrl}chat.postMessage`, { method: 'POST', headers, body: new URLSearchParams({ channel: 'C0INCIDENTS', text: 'hello' }) });
  const answers = await Promise.all([post(), post(), post(), post()]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
});

test('an archived channel is read only; people are listed in pages, each page once', () => {
  const { call, workspace } = world();
  const lunch = workspace.channels.get('C0LUNCH');
  if (lunch) workspace.setChannel({ ...lunch, hasApp: true, archived: true });
  expect(call('chat.postMessage', { channel: 'C0LUNCH', ...hello })).toEqual({ ok: false, error: 'is_archived' });
  expect(call('chat.postEphemeral', { channel: 'C0LUNCH', user: 'U0ANA', ...hello })).toEqual({ ok: false, error: 'is_archived' });
  expect(call('conversations.info', { channel: 'C0LUNCH' })).toMatchObject({ channel: { is_archived: true } });

  const seen: unknown[] = [];
  let cursor: string | undefined;
  while (cursor !== '') {
    const page = object(call('users.list', { limit: '2', ...(cursor && { cursor }) }));
    seen.push(...list(page['members']).map((member) => object(member)['id']));
    cursor = text(object(page['response_metadata'])['next_cursor']);
  }
  expect(seen).toEqual(['U0ANA', 'U0KENJI', 'U0GITA', 'U0BO', 'U0ALERTS', 'U0BOT']);
  expect(call('users.list', { cursor: 'made up' })).toEqual({ ok: false, error: 'invalid_cursor' });
});

test('ephemeral messages are one person’s, and nobody’s to change', () => {
  const { call, workspace } = world();
  const ephemeral = (user: string, channel = 'C0PAYMENTS') => call('chat.postEphemeral', { channel, user, ...hello });
  expect(ephemeral('U0GITA')).toEqual({ ok: false, error: 'user_not_in_channel' });
  expect(ephemeral('U0ANA', 'C0LUNCH')).toEqual({ ok: false, error: 'not_in_channel' });
  expect(ephemeral('U0ANA')).toMatchObject({ ok: true });
  const address = { channel: 'C0PAYMENTS', ts: workspace.posts.at(-1)?.ts, ...hello };
  expect(call('chat.update', address)).toEqual({ ok: false, error: 'message_not_found' });
  const alert = { channel: 'C0INCIDENTS', ts: workspace.posts[0]?.ts, ...hello };
  expect(call('chat.update', alert)).toEqual({ ok: false, error: 'cant_update_message' });
  expect(call('chat.delete', alert)).toEqual({ ok: false, error: 'cant_delete_message' });
});

test('a response URL takes five messages in thirty minutes, and only those that are taken count', async () => {
  const { grants } = world();
  const path = grants.responsePath({ channel: 'C0INCIDENTS', user: 'U0ANA' });
  for (let use = 0; use < 5; use++) {
    const url = grants.responseAt(path);
    if ('error' in url) throw new Error(url.error);
    url.spend();
  }
  expect(grants.responseAt(path)).toEqual({ error: 'used_url' });
  const other = grants.responsePath({ channel: 'C0INCIDENTS', user: 'U0ANA' });
  now += 30 * 60_000 + 1;
  expect(grants.responseAt(other)).toEqual({ error: 'expired_url' });
});

test('over HTTP: what is refused does not count, the sixth that is taken comes too late', async () => {
  const slack = await startTestSlack();
  onTestFinished(() => slack.stop());
  slack.channels.set('C0GENERAL', { id: 'C0GENERAL' });
  const url = slack.responseUrl();
  const say = async (message: Json) => (await fetch(url, { method: 'POST', body: JSON.stringify(message) })).status;
  expect(await say({ text: 'hello', blocks: [{ type: 'hologram' }] })).toBe(400);
  for (let use = 0; use < 5; use++) expect(await say(hello)).toBe(200);
  expect(await say(hello)).toBe(404);
  expect(slack.calls.map(({ result }) => result)).toEqual(['invalid_blocks', 'ok', 'ok', 'ok', 'ok', 'ok', 'used_url']);
});

test('a file that was not shared is refused wherever it is named', () => {
  const { call, grants } = world();
  const blocks = [{ type: 'image', alt_text: 'Graph', slack_file: { id: 'F1' } }];
  const posted = object(call('chat.postMessage', { channel: 'C0INCIDENTS', ...hello }));
  const ephemeral = { channel: 'C0INCIDENTS', user: 'U0ANA', ...hello, blocks };
  expect(call('chat.postEphemeral', ephemeral)).toMatchObject({ error: 'invalid_blocks' });
  expect(call('chat.update', { channel: 'C0INCIDENTS', ts: posted['ts'], ...hello, blocks })).toMatchObject({ error: 'invalid_blocks' });
  const trigger_id = grants.trigger('U0ANA');
  expect(call('views.open', { trigger_id, view: { ...modal, blocks } })).toMatchObject({ error: 'invalid_arguments' });
  expect(call('views.publish', { user_id: 'U0ANA', view: { type: 'home', blocks } })).toMatchObject({ error: 'invalid_arguments' });
});

test('the Web API wants the bot token and knows no other methods', async () => {
  const { apiUrl, botToken } = app.workbench.slack;
  const call = async (method: string, token: string) =>
    text(
      ((await (await fetch(apiUrl + method, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).json()) as Json)['error'],
    );
  expect(await call('auth.test', 'xoxb-other')).toBe('invalid_auth');
  expect(await call('auth.test', botToken)).toBe('');
  expect(await call('toString', botToken)).toBe('unknown_method');
  expect(await call('files.upload', botToken)).toBe('unknown_method');
  expect(await call('apps.connections.open', botToken)).toBe('invalid_auth');
});
