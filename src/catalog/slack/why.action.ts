import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { faceFor } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entryFor, parseEntityValue } from './entity-value.ts';
import type { EntityInput } from './entity-value.ts';
import { whyCard } from './why-card.ts';

/** Where every fact of a card comes from, shown below the card to whoever asked. */
export const why = (slack: CatalogSlack) =>
  defineAction<EntityInput>({
    id: 'catalog.why',
    parse: parseEntityValue,
    answer(ctx, { ref }) {
      const view = ctx.directory.for(ctx.viewer);
      return reply.ephemeral(whyCard(view, entryFor(view, ref), { now: ctx.clock.now(), face: faceFor(slack, ctx, 'asker') }));
    },
  });
