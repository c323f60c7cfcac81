import type { Message } from '#core/reply.ts';
import { reply } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { defineShortcut } from '#slack/define-shortcut.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import { cardForAsker, type CatalogSlack } from '../catalog-slack.ts';
import { choice, fallbackBlocks } from '../choices-cards.ts';
import { message } from '../message.ts';
import { count } from '../words.ts';
import { type Candidate, candidatesIn } from './candidates.ts';
import { findInMessage } from './find-in-message.ts';

interface Pointed {
  candidates: readonly Candidate[];
  /** `ts` under which an answer that is shared belongs. */
  thread?: string;
}

/** “Who owns this?” at any message: what it names, told to the one who asks; Share in Thread puts it under the message. */
export const whoOwnsThis = (slack: CatalogSlack) =>
  defineShortcut<Pointed>({
    id: 'catalog.who-owns-this',
    on: 'message',
    name: 'Who owns this?',
    summary: 'Finds the owner of what a message is about',
    parse: (target) => (target.on === 'message' ? { candidates: candidatesIn(target), thread: target.ts } : { candidates: [] }),
    async answer(ctx, { candidates, thread: asked }) {
      const view = ctx.directory.for(ctx.viewer);
      // Below a reply Slack has no thread: what is shared goes where the reply is.
      const thread = ctx.place.thread ?? asked;
      const found = findInMessage(view, candidates);
      const [first] = found;
      if (!first) return reply.ephemeral(nothing(slack, { view, candidates }));
      if (found.length === 1) return reply.ephemeral(await cardForAsker(slack, ctx, { entry: first, thread }));
      const answer = md`This message names ${escape(count(found.length, 'thing'))} in the catalog.`;
      return reply.ephemeral(message(answer, [section(answer), ...found.map((entry) => choice(view, entry, { thread }))]));
    },
  });

function nothing(
  slack: CatalogSlack,
  { view, candidates }: { view: Parameters<typeof fallbackBlocks>[0]; candidates: readonly Candidate[] },
): Message {
  const answer = md`Nothing that this message names is in the catalog.`;
  const tried = candidates.slice(0, 3).map(({ text }) => code(text.slice(0, 80)));
  const more = candidates.length > tried.length && escape(`${candidates.length - tried.length} more`);
  return message(answer, [
    section(answer),
    ...(tried.length > 0 ? [context(md`Looked for ${join([...tried, more], ', ')}.`)] : []),
    ...fallbackBlocks(view, slack.config.fallback),
    context(md`Ask by a name with ${code(`${slack.command} name`)}, or with the shortcut Find Owner.`),
  ]);
}
