import type { Block, Message } from '#core/reply.ts';
import { entities } from './mrkdwn.ts';
import type { Mrkdwn } from './mrkdwn.ts';
import { plainText } from './plain-text.ts';

/** A message whose fallback text, which screen readers and notifications use, is its answer without any format. */
export function message(answer: Mrkdwn, blocks: Block[]): Message {
  return { text: entities(plainText(answer)), blocks };
}
