import type { Message } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { escape, md } from '#slack/mrkdwn.ts';
import { message } from '../message.ts';

/** What is being done, for as long as it is. */
export function busyMessage(doing: 'Reading' | 'Registering' | 'Looking at', what: string): Message {
  const said = md`${escape(doing)} ${escape(what, 150)} …`;
  return message(said, [section(said)]);
}
