import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import type { FoundPost, Outbox, Posted, PostTarget } from '#core/ports.ts';
import { UserError } from '#core/user-error.ts';
import { type Json, list, object, text } from './json.ts';
import { createChannelNames } from './channel-names.ts';
import { findPost, noticeMetadata } from './find-post.ts';
import type { Pacer } from './pace.ts';
import type { Person } from './person.ts';
import { retryAfterSeconds, type SlackApi, slackErrorCode } from './slack-api.ts';
import { slackMessage } from './slack-message.ts';

export interface OutboxOptions {
  api: SlackApi;
  clock: Clock;
  /** The one that answers to events wait for as well. */
  pacer: Pacer;
  /** What Slack said of a person, from memory. */
  knownPerson(userId: string): Person | undefined;
  /** As in `@switchboard`. */
  botName(): string;
}

/** A rate limit this short is waited out even though somebody waits. */
const shortWaitSeconds = 3;

/** Messages through `chat.postMessage`, at most one a second in each channel, which is what Slack allows. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { api, clock, pacer } = options;
  const names = createChannelNames(api, clock);

  async function postOnce(target: PostTarget, message: object): Promise<Posted> {
    await pacer.turn(target.channel);
    const thread = target.thread ? { thread_ts: target.thread } : {};
    const metadata = target.key === undefined ? {} : { metadata: noticeMetadata(target.key) };
    const said = await api.call('chat.postMessage', { channel: target.channel, ...thread, ...metadata, ...message });
    return { channel: text(said['channel']) || target.channel, ts: text(said['ts']) };
  }

  return {
    async post(target, message) {
      const payload = slackMessage(message);
      try {
        return await postOnce(target, payload);
      } catch (error) {
        const seconds = retryAfterSeconds(error);
        if (seconds === undefined) throw postError(target.channel, error, options.botName());
        pacer.hold(target.channel, seconds * 1000);
        // Slack took nothing, so a second attempt cannot double the message.
        if (seconds > shortWaitSeconds) throw busy(seconds, error);
        await sleep(seconds * 1000);
        return await postOnce(target, payload).catch((again: unknown) => {
          throw retryAfterSeconds(again) === undefined ? postError(target.channel, again, options.botName()) : busy(seconds, again);
        });
      }
    },

    async update({ channel, ts }, message) {
      await pacer.turn(channel);
      try {
        await api.call('chat.update', { channel, ts, ...slackMessage(message) });
      } catch (error) {
        const seconds = retryAfterSeconds(error);
        if (seconds !== undefined) {
          pacer.hold(channel, seconds * 1000);
          throw busy(seconds, error);
        }
        throw unchangeable.has(slackErrorCode(error) ?? '') ? messageGone(error) : postError(channel, error, options.botName());
      }
    },

    findByKey: (channel, key, since): Promise<FoundPost> => findPost(api, { channel, key, since }),

    channelNamed: (name) => names.idOf(name),

    async audience(channel) {
      if (/^[UW]/.test(channel)) {
        const kind = options.knownPerson(channel)?.kind;
        return kind === undefined ? 'unknown' : kind === 'member' ? 'workspace' : 'shared';
      }
      try {
        const said = await api.call('conversations.info', { channel });
        return readAudience(object(said['channel']));
      } catch (error) {
        if (isNotThere(error)) throw notThere(channel, options.botName(), error);
        return 'unknown';
      }
    },
  };
}

/** Who reads along (https://docs.slack.dev/reference/objects/conversation-object); what is not said is not assumed. */
function readAudience(facts: Json): 'workspace' | 'shared' | 'unknown' {
  if (text(facts['id']) === '') return 'unknown';
  const shared = ['is_ext_shared', 'is_pending_ext_shared', 'is_org_shared', 'is_shared'].some((key) => facts[key] === true);
  const invited = ['pending_shared', 'pending_connected_team_ids', 'connected_team_ids'].some((key) => {
    return list(facts[key]).length > 0;
  });
  return shared || invited ? 'shared' : 'workspace';
}

/** What `chat.update` says of messages that will never be changed (https://docs.slack.dev/reference/methods/chat.update). */
const unchangeable = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_inactive',
  'is_archived',
]);

function messageGone(cause: unknown): UserError {
  return new UserError('message-gone', 'That message cannot be changed any more.', 'Look whether it is still there.', { cause });
}

function isNotThere(error: unknown): boolean {
  return ['not_in_channel', 'channel_not_found'].includes(slackErrorCode(error) ?? '');
}

function notThere(channel: string, botName: string, cause: unknown): UserError {
  if (channel.startsWith('D')) {
    // Slash commands work between any two people, and nobody can be invited there.
    return new UserError('not-in-channel', 'I am not part of this direct message.', 'Share it from a channel.', { cause });
  }
  return new UserError('not-in-channel', 'I am not in that channel.', `Type /invite @${botName} there, then try again.`, { cause });
}

function busy(seconds: number, cause: unknown): UserError {
  return new UserError('slack-busy', 'Slack takes no more messages there right now.', `Try again in ${seconds} s.`, { cause });
}

/** Slack's refusals that a person can do something about; anything else stays what it is. */
function postError(channel: string, error: unknown, botName: string): unknown {
  const code = slackErrorCode(error);
  if (isNotThere(error)) return notThere(channel, botName, error);
  if (code === 'is_archived') return new UserError('archived', 'That channel is archived.', 'Choose another channel.', { cause: error });
  if (code === 'restricted_action' || code === 'restricted_action_read_only_channel' || code === 'restricted_action_thread_only_channel') {
    return new UserError('posting-restricted', 'Not everyone may post in that channel.', 'Choose another channel or ask its owner.', {
      cause: error,
    });
  }
  if (code === undefined && !(error instanceof UserError)) {
    return new UserError('slack-unreachable', 'Slack did not confirm the message.', 'Look whether it is there before you try again.', {
      cause: error,
    });
  }
  return error;
}
