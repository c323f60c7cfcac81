import { type ActKit, type Told, told } from './act.ts';
import { escapeTyped } from './escape-typed.ts';
import { type Json, text } from './json.ts';
import { linksIn } from './unfurl-method.ts';
import { answer, written } from './message-methods.ts';
import { commandForm, eventBody } from './payloads.ts';
import { blocksWithIds } from './with-ids.ts';
import { botUserId, canRead, type Channel, type Person, type Post, teamId } from './workspace.ts';

/** What a person sends from the box below a channel or thread: a command, or a message that everyone there reads. */
export async function say(kit: ActKit, person: Person, input: Json): Promise<Told> {
  const channel = kit.workspace.channels.get(text(input['channel']));
  const typed = text(input['text']).trim().slice(0, 4000);
  const thread = text(input['thread']);
  if (!channel || !canRead(person, channel)) return { notice: 'There is no such channel.' };
  if (typed === '') return {};
  if (!typed.startsWith('/')) return tell(kit, { person, channel, typed, thread });
  const [command = '', ...rest] = typed.split(' ');
  // As Slack: developers' commands cannot be run in threads.
  if (thread) return { notice: `${command} is not supported in threads. Sorry!` };
  return run(kit, { person, channel, command, words: rest.join(' ').trim() });
}

async function run(kit: ActKit, asked: { person: Person; channel: Channel; command: string; words: string }): Promise<Told> {
  const { workspace, grants, declared, mailer } = kit;
  const { person, channel, command, words } = asked;
  if (command === '/invite' && channel.kind === 'channel' && words.replace('@', '').toLowerCase() === 'switchboard') {
    workspace.invite(channel);
    return { notice: 'Switchboard was added to this channel.' };
  }
  if (!declared.commands.some(({ name }) => name === command)) return { notice: `${command} is not a valid command.` };
  const to = { channel: channel.id, user: person.id };
  const handles = { triggerId: grants.trigger(person.id), responseUrl: kit.responseUrl(grants.responsePath(to)) };
  const form = commandForm({ person, channel, command, text: escapeTyped(workspace, words, true) }, handles);
  const delivered = await mailer.form(form);
  if (delivered.outcome !== 'taken') return told(delivered);
  const message = delivered.words && !delivered.words.startsWith('{') ? { text: delivered.words } : delivered.body;
  if (Object.keys(message).length === 0) return {};
  const refused = written(message);
  if (refused) return { notice: `Slack would refuse this answer: ${JSON.stringify(refused)}` };
  // An answer that everyone reads shows what was asked as well.
  if (message['response_type'] === 'in_channel')
    workspace.add({ channel: channel.id, by: person.id, text: `${command} ${words}`, blocks: [] });
  answer(workspace, to, message);
  return {};
}

async function tell(kit: ActKit, said: { person: Person; channel: Channel; typed: string; thread: string }): Promise<Told> {
  const { workspace, declared, mailer, clock } = kit;
  const { person, channel, thread } = said;
  if (channel.kind === 'dm' && !declared.events.includes('message.im')) {
    return { notice: 'The app does not read direct messages; use a command, which starts with /.' };
  }
  const written = escapeTyped(workspace, said.typed, false);
  const post = workspace.add({ channel: channel.id, by: person.id, text: written, blocks: blocksWithIds([]), ...(thread && { thread }) });
  const events = [...eventsFor(post, channel), ...linksOf(post, channel, declared.domains)].filter(({ listed }) =>
    declared.events.includes(listed),
  );
  const delivered = await Promise.all(events.map(({ event }) => mailer.event(eventBody(clock.uuid(), clock.now(), event))));
  return delivered.map(told).find(({ notice }) => notice) ?? {};
}

/** The events that Slack makes of a message, each with the name by which apps subscribe to it. */
function eventsFor(post: Post, channel: Channel): { listed: string; event: Json }[] {
  const { ts, text, by } = post;
  const thread = post.thread ? { thread_ts: post.thread } : {};
  const facts = { user: by, ts, text, team: teamId, channel: channel.id, event_ts: ts, client_msg_id: ts, ...thread };
  if (channel.kind === 'dm') return [{ listed: 'message.im', event: { type: 'message', channel_type: 'im', ...facts } }];
  if (!channel.hasApp) return [];
  const message = { listed: 'message.channels', event: { type: 'message', channel_type: 'channel', ...facts } };
  return text.includes(`<@${botUserId}>`) ? [message, { listed: 'app_mention', event: { type: 'app_mention', ...facts } }] : [message];
}

/** What Slack tells of links on the app's domains and below them (https://docs.slack.dev/reference/events/link_shared). */
function linksOf(post: Post, channel: Channel, domains: readonly string[]): { listed: string; event: Json }[] {
  const links = linksIn(post.text).flatMap((url) => {
    const host = URL.parse(url)?.hostname ?? '';
    const domain = domains.find((one) => host === one || host.endsWith(`.${one}`));
    return domain === undefined ? [] : { domain, url };
  });
  if (links.length === 0) return [];
  const facts = { channel: channel.id, user: post.by, message_ts: post.ts, is_bot_user_member: channel.hasApp, event_ts: post.ts };
  const source = { source: 'conversations_history', unfurl_id: `${channel.id}.${post.ts}`, ...(post.thread && { thread_ts: post.thread }) };
  return [{ listed: 'link_shared', event: { type: 'link_shared', ...facts, ...source, links } }];
}
