import type { Message, Reply } from '#core/reply.ts';
import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineAction } from '#slack/define-action.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { cardForAsker, cardForOthers, faceFor } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entryFor, parseEntityValue } from './entity-value.ts';
import type { EntityInput, Led } from './entity-value.ts';
import { removedCard } from './removed-card.ts';
import { noteCard } from './unfurl/cards-there.ts';

/** One of several was meant: its card takes the place of the choices. */
export const choose = (slack: CatalogSlack) =>
  defineAction<EntityInput>({
    id: 'catalog.choose',
    parse: parseEntityValue,
    async answer(ctx, { ref, thread, led }) {
      if (ctx.place.clicked === 'visible' && !ctx.place.isDm) return await chosenForAll(slack, ctx, { ref, led });
      const view = ctx.directory.for(ctx.viewer);
      const gone = view.tombstone(ref);
      if (gone) return reply.replace(removedCard(view, gone, { now: ctx.clock.now(), face: faceFor(slack, ctx, 'asker') }));
      return reply.replace(await cardForAsker(slack, ctx, { entry: entryFor(view, ref), thread, led }));
    },
    async after(ctx, { ref }, said) {
      const entry = ctx.directory.for(everyone).get(ref);
      if (entry && said.kind === 'message' && said.visibility === 'in_channel') await noteCard(slack, ctx, entry);
    },
  });

type Chosen = { ref: string; led: Led | undefined };

/** The choices lie where all read them, and so will the card; what only some may see is told to the one who pressed. */
async function chosenForAll(slack: CatalogSlack, ctx: SlackCtx, { ref, led }: Chosen): Promise<Reply> {
  const view = ctx.directory.for(everyone);
  const gone = view.tombstone(ref);
  if (gone) return inPlace(removedCard(view, gone, { now: ctx.clock.now(), face: faceFor(slack, ctx, 'others') }));
  const card = cardForOthers(slack, ctx, { ref, led });
  if (card) return inPlace(await card);
  return reply.ephemeral(await cardForAsker(slack, ctx, { entry: entryFor(ctx.directory.for(ctx.viewer), ref), led }));
}

function inPlace(message: Message): Reply {
  return { kind: 'message', visibility: 'in_channel', where: 'replace', message };
}
