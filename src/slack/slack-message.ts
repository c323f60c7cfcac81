import type { Block, Message, View } from '#core/reply.ts';
import { context, plain, section } from './blocks.ts';
import { limits } from './limits.ts';
import { cut, foreign, md, type Mrkdwn } from './mrkdwn.ts';

/** The message as Slack takes it: within its limits, and saying so where something had to go. */
export function slackMessage(message: Message): { text: string; blocks?: Block[]; unfurl_links: false; unfurl_media: false } {
  const blocks = withinLimit(message.blocks, limits.messageBlocks);
  // Nothing in an answer may load a page that a descriptor names.
  const rest = { text: cut(message.text as Mrkdwn, limits.messageText) || ' ', unfurl_links: false, unfurl_media: false } as const;
  return blocks.length > 0 ? { ...rest, blocks } : rest;
}

export function slackView(view: View): View {
  return { ...view, blocks: withinLimit(view.blocks, limits.viewBlocks) };
}

/** A message shown where only a view can be: on the Home tab, or in a modal with `title`. */
export function messageView(message: Message, title?: string): View {
  const blocks = message.blocks.length > 0 ? message.blocks : [section(message.text as Mrkdwn)];
  if (title === undefined) return slackView({ type: 'home', blocks });
  return slackView({ type: 'modal', title: plain(title, limits.viewTitle), close: plain('Close', limits.viewTitle), blocks });
}

function withinLimit(blocks: Block[], max: number): Block[] {
  if (blocks.length <= max) return blocks;
  const kept = blocks.slice(0, max - 1);
  return [...kept, context(md`${foreign(blocks.length - kept.length)} more parts do not fit in one Slack message.`)];
}
