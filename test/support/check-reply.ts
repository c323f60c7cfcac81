import { expect } from 'vitest';
import type { Reply } from '#core/reply.ts';
import type { Answerable } from '#slack/answerable.ts';
import type { Definition } from '#slack/definition.ts';
import { slackMessage, slackView } from '#slack/slack-message.ts';
import type { Desk } from './ask-catalog.ts';
import { checkMessage, checkOptions, checkView } from './check-blocks.ts';

/** Has a definition answer, and holds that Slack would take it. */
export async function checkReply(desk: Desk, definition: Definition, input: unknown): Promise<Reply | undefined> {
  const answering = definition as Answerable<unknown> & { parse(given: unknown): unknown };
  const parsed = answering.parse(input);
  // An event that is not for it is not answered.
  if (parsed === undefined && definition.type === 'event') return undefined;
  const given = definition.type === 'view' ? (parsed as { input: unknown }).input : parsed;
  const reply = await answering.answer(desk.ctx, given);
  expect(faults(reply), `${definition.id} ${JSON.stringify(input)}`).toEqual([]);
  return reply;
}

function faults(reply: Reply): string[] {
  if (reply.kind === 'message') return checkMessage(slackMessage(reply.message));
  if (reply.kind === 'modal' || reply.kind === 'home') return checkView(slackView(reply.view));
  if (reply.kind !== 'options') return [];
  const options = reply.options.map(({ text, value, description }) => ({
    text: { type: 'plain_text', text: text.slice(0, 75) || ' ' },
    value,
    ...(description && { description: { type: 'plain_text', text: description.slice(0, 75) } }),
  }));
  return checkOptions(options, 'options');
}
