import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { cardForAsker, faceFor } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entryFor, parseEntityValue } from './entity-value.ts';
import type { EntityInput } from './entity-value.ts';
import { removedCard } from './removed-card.ts';

/** One of several was meant: its card takes the place of the choices. */
export const choose = (slack: CatalogSlack) =>
  defineAction<EntityInput>({
    id: 'catalog.choose',
    parse: parseEntityValue,
    async answer(ctx, { ref }) {
      const view = ctx.directory.for(ctx.viewer);
      const gone = view.tombstone(ref);
      if (gone) return reply.replace(removedCard(view, gone, { now: ctx.clock.now(), face: faceFor(slack, ctx, 'asker') }));
      return reply.replace(await cardForAsker(slack, ctx, { entry: entryFor(view, ref) }));
    },
  });
