import { checkOptions } from '../../test/support/check-blocks.ts';
import { reply, type Reply } from '#core/reply.ts';
import { expect, test } from 'vitest';
import {
  blockAction,
  blockSuggestion,
  globalShortcut,
  messageShortcut,
  post,
  sign,
  slackEvent,
  viewSubmission,
} from '../../test/support/signed-request.ts';
import { later, person, say, testSlackApp } from '../../test/support/slack-app.ts';
import { section } from './blocks.ts';
import { defineAction } from './define-action.ts';
import { defineCommand } from './define-command.ts';
import { defineEvent } from './define-event.ts';
import { defineOptions } from './define-options.ts';
import { defineShortcut } from './define-shortcut.ts';
import { defineView } from './define-view.ts';
import { md, foreign } from './mrkdwn.ts';

const modal = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'test.form',
  title: { type: 'plain_text', text: title },
  blocks: [section(md`${foreign(title)}`)],
});

test('buttons: acknowledged at once, then answered beside or in place of the message', async () => {
  const show = defineAction({ id: 'test.show', parse: (value) => value, answer: (_ctx, value) => reply.ephemeral(say(`beside ${value}`)) });
  const swap = defineAction({ id: 'test.swap', parse: (value) => value, answer: (_ctx, value) => reply.replace(say(`instead ${value}`)) });
  const app = await testSlackApp([show, swap]);
  const responseUrl = app.fake.responseUrl();
  expect((await app.send(blockAction({ action_id: 'test.show#3', value: 'a' }, { responseUrl, thread: '1.2' }))).text).toBe('');
  expect((await app.fake.next('response_url')).args).toMatchObject({ text: 'beside a', replace_original: false, thread_ts: '1.2' });
  await app.send(blockAction({ action_id: 'test.swap', type: 'static_select', selected_option: { value: 'b' } }, { responseUrl }));
  expect((await app.fake.next('response_url', 1)).args).toMatchObject({ text: 'instead b', replace_original: true });
});

test('a button of an older message says so, a link button says nothing', async () => {
  const app = await testSlackApp([
    defineCommand({ id: 'test.ask', command: '/ask', summary: '', usage: '', parse: String, answer: () => reply.none }),
  ]);
  await app.send(blockAction({ action_id: 'link.runbook' }, { responseUrl: app.fake.responseUrl() }));
  await app.send(blockAction({ action_id: 'x', url: 'https://acme.test' }, { responseUrl: app.fake.responseUrl() }));
  await app.send(blockAction({ action_id: 'old.button' }, { responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url')).args['text']).toContain('older version');
  expect(app.fake.calls).toHaveLength(1);
});

test('modals: opened, pushed on a modal, updated in it; a trigger that is spent is owned up to', async () => {
  const how = { value: 'open' as 'open' | 'push' | 'update' };
  const open = defineAction({ id: 'test.open', parse: String, answer: () => ({ kind: 'modal', how: how.value, view: modal('Form') }) });
  const app = await testSlackApp([open]);
  await app.send(blockAction({ action_id: 'test.open' }, { trigger: app.fake.trigger() }));
  expect(await app.fake.next('views.open')).toMatchObject({ result: 'ok', args: { view: { callback_id: 'test.form' } } });
  how.value = 'push';
  await app.send(blockAction({ action_id: 'test.open' }, { view: {}, trigger: app.fake.trigger() }));
  expect(await app.fake.next('views.push')).toMatchObject({ result: 'ok' });
  how.value = 'update';
  const id = app.fake.show(modal('Underneath'));
  await app.send(blockAction({ action_id: 'test.open' }, { view: { id } }));
  expect(await app.fake.next('views.update')).toMatchObject({ result: 'ok', args: { view_id: id } });
  how.value = 'open';
  await app.send(blockAction({ action_id: 'test.open' }, { trigger: app.fake.trigger('spent'), responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url')).args['text']).toContain('took too long');
});

const form = defineView({
  id: 'test.form',
  parse: ({ values, metadata }) => {
    const name = values['name'];
    return typeof name === 'string' ? { ok: true, input: { name, metadata } } : { ok: false, errors: { name: 'Give it a name.' } };
  },
  answer: (_ctx, { name, metadata }): Reply | Promise<Reply> => {
    if (name === 'bug') throw new Error('broken');
    if (name === 'slow') return later(80, reply.ephemeral(say('Saved slowly')));
    if (name === 'more') return { kind: 'modal', how: 'update', view: modal(`More ${metadata}`) };
    return reply.ephemeral(say(`Saved ${name}`));
  },
});
const entered = (value: string | null) => ({
  callback_id: 'test.form',
  state: { values: { name: { input: { type: 'plain_text_input', value } } } },
});

test('a submitted form: field errors, a next view, or closed and told', async () => {
  const app = await testSlackApp([form]);
  expect((await app.send(viewSubmission(entered(null)))).json).toEqual({ response_action: 'errors', errors: { name: 'Give it a name.' } });
  const more = await app.send(viewSubmission({ ...entered('more'), private_metadata: 'meta' }));
  expect(more.json).toMatchObject({ response_action: 'update', view: { title: { text: 'More meta' } } });
  expect(app.spent()).toEqual({ slack: 0, sql: 0 });
  expect((await app.send(viewSubmission(entered('it')))).text).toBe('');
  expect(await app.fake.next('chat.postMessage')).toMatchObject({ result: 'ok', args: { channel: 'U0ANA', text: 'Saved it' } });
  await app.send(viewSubmission(entered('it'), { responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url')).args['text']).toBe('Saved it');
});

test('a form that fails keeps what was typed underneath, unless three views lie there already', async () => {
  const app = await testSlackApp([form]);
  expect((await app.send(viewSubmission(entered('bug')))).json).toMatchObject({
    response_action: 'push',
    view: { title: { text: 'Title' } },
  });
  const third = { ...entered('bug'), root_view_id: 'V0', previous_view_id: 'V9' };
  expect((await app.send(viewSubmission(third))).json['response_action']).toBe('update');
});

test('a slow form says that it works, and then what came of it', async () => {
  const app = await testSlackApp([form], { bounds: { ackMs: 20 } });
  const id = app.fake.show(modal('Title'));
  const { json } = await app.send(viewSubmission({ ...entered('slow'), id }));
  expect(json).toMatchObject({ response_action: 'update', view: { type: 'modal', title: { text: 'Title' } } });
  const call = await app.fake.next('views.update');
  expect(call).toMatchObject({ result: 'ok', args: { view_id: id } });
  expect(JSON.stringify(call.args)).toContain('Saved slowly');
});

test('menus get their options within Slack’s limits, and an empty list when that fails', async () => {
  const pick = defineOptions({
    id: 'test.pick',
    parse: (typed) => typed,
    answer: (_ctx, typed): Reply => {
      if (typed === 'bug') throw new Error('broken');
      const option = (n: number) => ({ text: `${typed} ${n} ${'x'.repeat(100)}`, value: String(n) });
      return {
        kind: 'options',
        options: [{ text: 'too long', value: 'v'.repeat(76) }, ...Array.from({ length: 150 }, (_, n) => option(n))],
      };
    },
  });
  const app = await testSlackApp([pick]);
  const options = (await app.send(blockSuggestion('test.pick', 'pay'))).json['options'] as { text: { text: string }; value: string }[];
  expect(checkOptions(options, 'options')).toEqual([]);
  expect(options).toHaveLength(100);
  expect([options[0]?.value, options[0]?.text.text.length]).toEqual(['0', 75]);
  expect((await app.send(blockSuggestion('test.pick', 'bug'))).json).toEqual({ options: [] });
  expect((await app.send(blockSuggestion('test.gone', 'pay'))).json).toEqual({ options: [] });
});

test('shortcuts: anywhere opens a modal, on a message answers where the person is', async () => {
  const anywhere = defineShortcut({
    id: 'test.any',
    on: 'anywhere',
    name: 'Any',
    summary: 'Opens something',
    parse: (target) => target,
    answer: () => ({ kind: 'modal', how: 'open', view: modal('Any') }),
  });
  const onMessage = defineShortcut({
    id: 'test.on',
    on: 'message',
    name: 'On',
    summary: 'Says something',
    parse: (target) => (target.on === 'message' ? `${target.text} by ${target.author ?? 'an app'}` : ''),
    answer: (_ctx, text) => reply.ephemeral(say(text)),
  });
  const app = await testSlackApp([anywhere, onMessage]);
  await app.send(globalShortcut('test.any', { trigger: app.fake.trigger() }));
  expect((await app.fake.next('views.open')).result).toBe('ok');
  await app.send(messageShortcut('test.on', { text: 'help', user: 'U0BO' }, { responseUrl: app.fake.responseUrl() }));
  const said = (await app.fake.next('response_url')).args;
  expect(said).toMatchObject({ text: 'help by U0BO' });
  // Nobody has a thread open that does not exist yet, and in one Slack would show this to nobody.
  expect(said).not.toHaveProperty('thread_ts');
  const inThread = { text: 'help', user: 'U0BO', thread_ts: '1700000000.000200' };
  await app.send(messageShortcut('test.on', inThread, { responseUrl: app.fake.responseUrl() }));
  expect((await app.fake.next('response_url', 1)).args).toMatchObject({ thread_ts: '1700000000.000200' });
});

test('events: the Home tab is published, a mention is answered in its thread, bots are not listened to', async () => {
  const home = defineEvent({
    id: 'test.home',
    event: 'app_home_opened',
    parse: () => ({}),
    answer: () => ({ kind: 'home', view: { type: 'home', blocks: [] } }),
  });
  const mention = defineEvent({
    id: 'test.mention',
    event: 'app_mention',
    parse: ({ text }) => (typeof text === 'string' && text !== '' ? text : undefined),
    answer: (_ctx, text) => (text === 'quiet' ? reply.ephemeral(say('psst')) : reply.inChannel(say(text))),
  });
  const app = await testSlackApp([home, mention]);
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL' });
  const said = { type: 'app_mention', channel: 'C0GENERAL', user: 'U0ANA', ts: '5.6' };
  expect((await app.send(slackEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D1' }))).status).toBe(200);
  expect(await app.fake.next('views.publish')).toMatchObject({ result: 'ok', args: { user_id: 'U0ANA' } });
  await app.send(slackEvent({ ...said, text: 'hello' }));
  expect((await app.fake.next('chat.postMessage')).args).toMatchObject({ channel: 'C0GENERAL', thread_ts: '5.6', text: 'hello' });
  await app.send(slackEvent({ ...said, text: 'quiet' }));
  expect((await app.fake.next('chat.postEphemeral')).args).not.toHaveProperty('thread_ts');
  await app.send(slackEvent({ ...said, text: 'hello', bot_id: 'B1' }));
  await app.send(slackEvent({ ...said, text: '' }));
  await app.send(slackEvent({ type: 'reaction_added', user: 'U0ANA' }));
  await later(50, undefined);
  expect(app.fake.calls).toHaveLength(3);
});

test('a guest’s Home tab and mention are refused where only they see it', async () => {
  const home = defineEvent({ id: 'test.home', event: 'app_home_opened', parse: () => ({}), answer: () => reply.none });
  const mention = defineEvent({ id: 'test.mention', event: 'app_mention', parse: () => ({}), answer: () => reply.inChannel(say('open')) });
  const app = await testSlackApp([home, mention], { persons: [person('U0GUEST', { kind: 'guest' })] });
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL' });
  await app.send(slackEvent({ type: 'app_home_opened', user: 'U0GUEST', channel: 'D1' }));
  expect(JSON.stringify((await app.fake.next('views.publish')).args)).toContain('for members of this workspace');
  await app.send(slackEvent({ type: 'app_mention', channel: 'C0GENERAL', user: 'U0GUEST', ts: '5.6' }));
  expect((await app.fake.next('chat.postEphemeral')).args).toMatchObject({ user: 'U0GUEST', channel: 'C0GENERAL' });
  await app.send(slackEvent({ type: 'app_mention', channel: 'C0GENERAL', user: 'U0FAR', user_team: 'T0OTHER', ts: '5.7' }));
  expect((await app.fake.next('chat.postEphemeral', 1)).args).toMatchObject({ user: 'U0FAR' });
});

test('what is pressed on the Home tab is answered over it, and in the direct messages when the trigger is spent', async () => {
  const show = defineAction({ id: 'test.show', parse: String, answer: () => reply.replace(say('Here')) });
  const app = await testSlackApp([show]);
  await app.send(blockAction({ action_id: 'test.show' }, { view: { type: 'home' }, trigger: app.fake.trigger() }));
  expect(await app.fake.next('views.open')).toMatchObject({ result: 'ok', args: { view: { title: { text: 'Switchboard' } } } });
  await app.send(blockAction({ action_id: 'test.show' }, { view: { type: 'home' }, trigger: app.fake.trigger('spent') }));
  expect(await app.fake.next('chat.postMessage')).toMatchObject({ result: 'ok', args: { channel: 'U0ANA', text: 'Here' } });
});

test('an event that may be repeated is answered each time it comes and never claimed; one that is not for it costs nothing', async () => {
  const home = defineEvent({
    id: 'test.home',
    event: 'app_home_opened',
    repeatable: true,
    parse: ({ tab }) => (tab === 'home' ? tab : undefined),
    answer: () => ({ kind: 'home', view: { type: 'home', blocks: [] } }),
  });
  const direct = defineEvent({
    id: 'test.direct',
    event: 'message',
    parse: ({ subtype }) => (subtype ? undefined : 'said'),
    answer: () => reply.none,
  });
  const app = await testSlackApp([home, direct], { persons: [person('U0ANA'), person('U0GUEST', { kind: 'guest' })] });
  const opened = slackEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D1', tab: 'home' });
  for (const at of [Date.now(), Date.now() + 1000]) await post(app.url, sign(opened, { type: 'application/json', at }));
  await app.fake.next('views.publish', 1);
  await app.send(slackEvent({ type: 'app_home_opened', user: 'U0GUEST', channel: 'D1', tab: 'messages' }));
  await app.send(slackEvent({ type: 'message', subtype: 'message_changed', user: 'U0GUEST', channel: 'D1' }));
  await app.send(opened.replace('U0ANA', 'U0GUEST'));
  await app.fake.next('views.publish', 2);
  expect(app.spent()).toEqual({ slack: 3, sql: 0 });
});
