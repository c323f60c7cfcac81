import type { Message } from '#core/reply.ts';
import { context } from '#slack/blocks.ts';
import { md, type Mrkdwn } from '#slack/mrkdwn.ts';

/** A message that stays with the asker although others are there, and why. */
export function onlyYou(message: Message, reason: Mrkdwn): Message {
  return { ...message, blocks: [context(md`Only you see this: ${reason}.`), ...message.blocks] };
}
