import { type Reply, reply, type View } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineCommand } from '#slack/define-command.ts';
import { defineEvent } from '#slack/define-event.ts';
import { defineOptions } from '#slack/define-options.ts';
import { defineShortcut, type ShortcutTarget } from '#slack/define-shortcut.ts';
import { defineView } from '#slack/define-view.ts';
import type { Definition } from '#slack/definition.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (id: string, label: string) => ({ type: 'button', action_id: id, text: plain(label), value: label });
const say = (text: string): Reply => reply.ephemeral({ text, blocks: [] });

const modal = (title: string, more: Partial<View> = {}): View => ({
  type: 'modal',
  title: plain(title),
  callback_id: 'all.form',
  submit: plain('Send'),
  ...more,
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      hint: plain('Small letters'),
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'owner',
      label: plain('Owner'),
      element: { type: 'external_select', action_id: 'all.owner', min_query_length: 1, placeholder: plain('Search a team') },
    },
    {
      type: 'input',
      block_id: 'tier',
      optional: true,
      label: plain('Tier'),
      element: {
        type: 'radio_buttons',
        action_id: 'v',
        options: ['One', 'Two'].map((name) => ({ text: plain(name), value: name.toLowerCase() })),
      },
    },
    {
      type: 'input',
      block_id: 'where',
      optional: true,
      label: plain('Tell it in'),
      element: { type: 'conversations_select', action_id: 'v', response_url_enabled: true },
    },
    { type: 'actions', block_id: 'more', elements: [button('all.deeper', 'Deeper'), button('all.rewrite', 'Rewrite')] },
  ],
});

const teams = ['team-payments', 'team-storefront', 'team-delivery'];

/** An app that uses everything Slack has for apps, to try the workbench with. `seen` holds what arrived. */
export function everySurface(seen: unknown[] = []): Definition[] {
  const opens = (view: View, how: 'open' | 'push' | 'update' = 'open'): Reply => ({ kind: 'modal', how, view });
  const strange = { type: 'context_actions', elements: [{ type: 'feedback_buttons', action_id: 'fb' }] };
  return [
    defineCommand({
      id: 'all.show',
      command: '/all',
      summary: 'Shows everything',
      usage: '<what>',
      parse: (text) => text,
      answer: (_ctx, text) => {
        seen.push(text);
        if (text === 'public') return reply.inChannel({ text: 'For all of us.', blocks: [] });
        if (text === 'form') return opens(modal('First'));
        return reply.ephemeral({ text: 'Here it is.', blocks: [strange, { type: 'actions', elements: [button('all.again', 'Again')] }] });
      },
    }),
    defineAction({ id: 'all.again', parse: (value) => value, answer: () => reply.replace({ text: 'Replaced.', blocks: [] }) }),
    defineAction({ id: 'all.deeper', parse: (value) => value, answer: () => opens(modal('Second', { notify_on_close: true }), 'push') }),
    defineAction({ id: 'all.rewrite', parse: (value) => value, answer: () => opens(modal('Rewritten'), 'update') }),
    defineOptions({
      id: 'all.owner',
      parse: (typed) => typed,
      answer: (_ctx, typed) => ({
        kind: 'options',
        options: teams.filter((team) => team.includes(typed)).map((team) => ({ text: team, value: team })),
      }),
    }),
    defineView({
      id: 'all.form',
      parse: ({ values }) => {
        const name = String(values['name']);
        return name === name.toLowerCase() ? { ok: true, input: values } : { ok: false, errors: { name: 'Small letters only.' } };
      },
      answer: (_ctx, values) => {
        seen.push(values);
        return say(`Sent ${JSON.stringify(values)}`);
      },
    }),
    defineShortcut({ id: 'all.anywhere', ...named('anywhere'), parse: (target) => target, answer: () => opens(modal('From anywhere')) }),
    defineShortcut({ id: 'all.message', ...named('message'), parse: (target) => target, answer: (_ctx, target) => about(target) }),
    defineEvent({
      id: 'all.mention',
      event: 'app_mention',
      parse: (event) => event,
      answer: () => reply.inChannel({ text: 'You called?', blocks: [] }),
    }),
    defineEvent({
      id: 'all.dm',
      event: 'message',
      subscription: 'message.im',
      parse: (event) => event,
      answer: () => reply.inChannel({ text: 'Between us.', blocks: [] }),
    }),
    defineEvent({
      id: 'all.home',
      event: 'app_home_opened',
      parse: (event) => event,
      answer: () => ({ kind: 'home', view: { type: 'home', blocks: [{ type: 'header', text: plain('Welcome home') }] } }),
    }),
  ];
}

const named = <On extends ShortcutTarget['on']>(on: On) => ({ on, name: on, summary: `A shortcut ${on}` });

const about = (target: ShortcutTarget): Reply => say(target.on === 'message' ? `About: ${target.text}` : 'About nothing');
