import type { Done } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { context } from '#slack/blocks.ts';
import { bold, md } from '#slack/mrkdwn.ts';
import type { Summaries } from '../../definition/create-summaries.ts';
import { displayName } from '../../ownership/owner.ts';
import type { CardButton } from '../buttons/card-button.ts';
import { message } from '../message.ts';
import { createOnce } from '../once.ts';
import { destinationOf, mayBePosted, shownAt } from '../picture-place.ts';

/** The definition of an API as a file, where the card is read by others in its thread, else in the asker's direct messages. */
export const definitionButton = (summaries: Summaries): CardButton => {
  const once = createOnce();
  return {
    id: 'catalog.definition',
    label: 'Definition',
    kinds: ['api'],
    async submit({ ctx, entry }): Promise<Done> {
      const to = destinationOf(ctx);
      shownAt(to, ctx, entry.ref);
      await once(ctx.clock, `${to.channel} ${to.thread ?? ''} ${entry.ref}`, async () => {
        const [text] = await Promise.all([textOf(summaries, entry), mayBePosted(ctx, to)]);
        await ctx.outbox.upload(to, {
          name: fileName(entry, text),
          title: `${displayName(entry)}: definition`,
          bytes: text,
          comment: md`The definition of ${bold(displayName(entry))}`,
        });
      });
      if (to.audience === 'others' || to.isHere) return { reply: reply.none };
      const answer = md`The definition of ${bold(displayName(entry))} is in our direct messages.`;
      return { reply: reply.ephemeral(message(answer, [context(answer)])) };
    },
  };
};

async function textOf(summaries: Summaries, entry: Entry): Promise<string> {
  const text = await summaries.textOf(entry).catch((error: unknown) => {
    throw new UserError(
      'database-away',
      'The database does not answer, so the definition cannot be sent right now.',
      'Try again in a minute; cards are answered all the same.',
      { cause: error },
    );
  });
  if (text) return text;
  throw new UserError(
    'no-definition',
    `${displayName(entry)} has no definition in the catalog.`,
    'Its file is linked at the end of the card.',
  );
}

function fileName(entry: Entry, text: string): string {
  return `${entry.entity.metadata.name.replaceAll(/[^\w.-]/g, '-')}.${endingOf(String(entry.entity.spec?.['type']), text)}`;
}

function endingOf(type: string, text: string): string {
  if (/graphql/i.test(type)) return 'graphql';
  if (/grpc|proto/i.test(type)) return 'proto';
  if (text.trimStart().startsWith('{')) return 'json';
  return /openapi|swagger|asyncapi/i.test(type) ? 'yaml' : 'txt';
}
