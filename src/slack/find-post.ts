import type { FoundPost } from '#core/ports.ts';
import { type Json, list, object, text } from './json.ts';
import { type SlackApi, slackErrorCode } from './slack-api.ts';

const eventType = 'switchboard_notice';

/** Travels with a message and is shown to nobody (https://docs.slack.dev/messaging/message-metadata). */
export function noticeMetadata(key: string): Json {
  return { event_type: eventType, event_payload: { key } };
}

/** Slack gives at most this many messages at once; a channel with more of them in so short a time is given up on. */
const pageSize = 200;
const mostPages = 5;

/** Refusals that will be the same tomorrow. */
const closed = new Set(['missing_scope', 'not_in_channel', 'channel_not_found', 'no_permission', 'not_allowed_token_type']);

/** Looks through what was said in a channel since then for the message that was posted with this key. */
export async function findPost(api: SlackApi, about: { channel: string; key: string; since: Date }): Promise<FoundPost> {
  const { channel, key, since } = about;
  const oldest = String(since.getTime() / 1000);
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const args = { channel, oldest, limit: pageSize, include_all_metadata: true, ...(cursor && { cursor }) };
    const said = await api.callOnce('conversations.history', args).catch((error: unknown) => {
      if (closed.has(slackErrorCode(error) ?? '')) return undefined;
      throw error;
    });
    if (!said) return { outcome: 'cannot-look' };
    const found = list(said['messages'])
      .map(object)
      .find((message) => keyOf(message) === key);
    if (found) return { outcome: 'found', ts: text(found['ts']) };
    cursor = text(object(said['response_metadata'])['next_cursor']);
    if (!cursor) return { outcome: 'absent' };
  }
  return { outcome: 'cannot-look' };
}

function keyOf(message: Json): string | undefined {
  const metadata = object(message['metadata']);
  return metadata['event_type'] === eventType ? text(object(metadata['event_payload'])['key']) : undefined;
}
