import type { Block } from '#core/reply.ts';
import { context } from '#slack/blocks.ts';
import { escape } from '#slack/mrkdwn.ts';
import { count } from './words.ts';

/** What plugins add, as far as there is room; never cut without saying so. */
export function fitting(blocks: Block[], room: number): Block[] {
  if (blocks.length <= room) return blocks;
  const kept = blocks.slice(0, Math.max(0, room - 1));
  return room < 1 ? [] : [...kept, context(escape(`${count(blocks.length - kept.length, 'more part')} did not fit here.`))];
}
