import type { Clock } from '#core/clock.ts';
import type { FoundPost, Outbox, Posted, PostTarget } from '#core/ports.ts';
import { type Json, list, object, text } from './json.ts';
import { createChannelNames } from './channel-names.ts';
import { findPost, noticeMetadata } from './find-post.ts';
import { onceMore } from './once-more.ts';
import type { Pacer } from './pace.ts';
import type { Person } from './person.ts';
import { busy, isNotThere, isUnchangeable, messageGone, notThere, postError } from './post-error.ts';
import { retryAfterSeconds, type SlackApi } from './slack-api.ts';
import { slackMessage } from './slack-message.ts';
import { createUpload } from './upload.ts';

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
        return await onceMore(
          () => postOnce(target, payload),
          (ms) => pacer.hold(target.channel, ms),
        );
      } catch (error) {
        throw postError(target.channel, error, options.botName());
      }
    },

    upload: createUpload(options),

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
        throw isUnchangeable(error) ? messageGone(error) : postError(channel, error, options.botName());
      }
    },

    async unfurl({ channel, ts }, unfurls) {
      const cards = Object.entries(unfurls).map(([url, blocks]) => [url, { blocks }]);
      await api.call('chat.unfurl', { channel, ts, unfurls: JSON.stringify(Object.fromEntries(cards)) });
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
