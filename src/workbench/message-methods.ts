import { checkMessage } from './check-blocks.ts';
import type { AnswerTo } from './grants.ts';
import { type Json, list, text } from './json.ts';
import { type Method, no, type Result, type SlackWorld, tooFast } from './method.ts';
import { unsharedFiles } from './unshared-files.ts';
import { blocksWithIds } from './with-ids.ts';
import { botUserId, canRead, type Channel, type Post, type Workspace } from './workspace.ts';

/** Messages through the Web API. */
export const messageMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': (world, args) => {
    const place = channelTakes(world, text(args['channel']));
    if ('error' in place) return place.error;
    return written(args) ?? posted(world.workspace.add({ ...fresh(place.channel, args) }));
  },
  'chat.postEphemeral': ({ workspace }, args) => {
    const channel = workspace.channels.get(text(args['channel']));
    if (!channel) return no('channel_not_found');
    if (!channel.hasApp) return no('not_in_channel');
    if (channel.archived) return no('is_archived');
    const person = workspace.people.get(text(args['user']));
    if (!person || !canRead(person, channel)) return no('user_not_in_channel');
    const refused = written(args);
    if (refused) return refused;
    const post = workspace.add({ ...fresh(channel, args), onlyFor: person.id });
    return { ok: true, message_ts: post.ts };
  },
  'chat.update': ({ workspace }, args) => {
    const post = ownPost(workspace, args);
    if ('error' in post) return no(post.error);
    const refused = written(args);
    if (refused) return refused;
    rewrite(workspace, post, args);
    return posted(post);
  },
  'chat.delete': ({ workspace }, args) => {
    const post = ownPost(workspace, args);
    if ('error' in post) return no(post.error === 'cant_update_message' ? 'cant_delete_message' : post.error);
    workspace.remove(post);
    return { ok: true, channel: post.channel, ts: post.ts };
  },
  'conversations.history': ({ workspace }, args) => {
    const channel = workspace.channels.get(text(args['channel']));
    if (!channel) return no('channel_not_found');
    return channel.hasApp ? history(workspace, channel, args) : no('not_in_channel');
  },
  'chat.getPermalink': ({ workspace }, args) => {
    const post = workspace.find(text(args['channel']), text(args['message_ts']));
    if (!post) return no('message_not_found');
    return {
      ok: true,
      channel: post.channel,
      permalink: `https://halyard.slack.com/archives/${post.channel}/p${post.ts.replace('.', '')}`,
    };
  },
};

/** Where something is posted to, unless Slack takes nothing there. A user id means the direct messages with that person. */
export function channelTakes({ workspace, rate }: SlackWorld, id: string): { channel: Channel } | { error: Result } {
  const channel = channelFor(workspace, id);
  if (!channel) return { error: no('channel_not_found') };
  const seconds = rate?.take(channel.id) ?? 0;
  if (seconds > 0) return { error: tooFast(seconds) };
  if (!channel.hasApp) return { error: no('not_in_channel') };
  return channel.archived ? { error: no('is_archived') } : { channel };
}

/** What Slack says to a message it does not take; undefined when it takes it. */
export function written(args: Json): Result | undefined {
  if (text(args['text']) === '' && list(args['blocks']).length === 0) return no('no_text');
  if (text(args['text']).length > 40_000) return no('msg_too_long');
  const faults = [...checkMessage(args), ...unsharedFiles(args['blocks'])];
  return faults.length > 0 ? no('invalid_blocks', faults) : undefined;
}

/** An answer through a response URL or in the response to a command. */
export function answer(workspace: Workspace, to: AnswerTo, message: Json): void {
  const before = to.message === undefined ? undefined : workspace.find(to.channel, to.message);
  if (message['delete_original'] === true && before) return workspace.remove(before);
  if (message['replace_original'] === true && before) return rewrite(workspace, before, message);
  const channel = workspace.channels.get(to.channel);
  if (!channel) return;
  const thread = text(message['thread_ts']);
  const post = fresh(channel, { ...message, thread_ts: thread });
  workspace.add(message['response_type'] === 'in_channel' ? post : { ...post, onlyFor: to.user });
}

function channelFor(workspace: Workspace, id: string): Channel | undefined {
  return workspace.channels.get(id) ?? [...workspace.channels.values()].find((channel) => channel.kind === 'dm' && channel.with === id);
}

function fresh(channel: Channel, args: Json): Omit<Post, 'ts'> {
  const thread = text(args['thread_ts']);
  const blocks = blocksWithIds(list(args['blocks']));
  const { metadata } = args;
  return {
    channel: channel.id,
    by: botUserId,
    text: text(args['text']),
    blocks,
    ...(thread && { thread }),
    ...(metadata !== undefined && { metadata }),
  };
}

function rewrite(workspace: Workspace, post: Post, args: Json): void {
  Object.assign(post, { text: text(args['text']), blocks: blocksWithIds(list(args['blocks'])), edited: true });
  workspace.changed();
}

function posted(post: Post): Result {
  const { channel, ts, text, blocks, thread } = post;
  return { ok: true, channel, ts, message: { type: 'message', user: botUserId, ts, text, blocks, ...(thread && { thread_ts: thread }) } };
}

/** Newest first, without what is in threads or for one person only (https://docs.slack.dev/reference/methods/conversations.history). */
function history(workspace: Workspace, channel: Channel, args: Json): Result {
  const all = workspace.posts.filter((post) => post.channel === channel.id && post.thread === undefined && post.onlyFor === undefined);
  const later = all.filter(({ ts }) => Number(ts) > Number(text(args['oldest']) || 0)).toReversed();
  const from = Number(text(args['cursor']) || 0);
  const to = from + Math.min(999, Number(text(args['limit']) || 100));
  const isTold = text(args['include_all_metadata']) === 'true';
  const messages = later.slice(from, to).map(({ ts, by, text: said, blocks, metadata }) => {
    return { type: 'message', user: by, ts, text: said, blocks, ...(isTold && metadata !== undefined && { metadata }) };
  });
  const next = to < later.length ? String(to) : '';
  return { ok: true, messages, has_more: next !== '', response_metadata: { next_cursor: next } };
}

/** Ephemeral messages have no address in Slack, so nothing can be done to them this way. */
function ownPost(workspace: Workspace, args: Json): Post | { error: string } {
  if (!workspace.channels.has(text(args['channel']))) return { error: 'channel_not_found' };
  const post = workspace.find(text(args['channel']), text(args['ts']));
  if (!post || post.onlyFor !== undefined) return { error: 'message_not_found' };
  return post.by === botUserId ? post : { error: 'cant_update_message' };
}
