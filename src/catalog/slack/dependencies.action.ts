import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { dependenciesCard } from './dependencies-card.ts';
import { entryFor, parseEntityValue } from './entity-value.ts';
import type { EntityInput } from './entity-value.ts';

/** What the entity of a card directly needs and what needs it, shown below the card to whoever asked. */
export const dependencies = () =>
  defineAction<EntityInput>({
    id: 'catalog.dependencies',
    parse: parseEntityValue,
    answer(ctx, { ref }) {
      const view = ctx.directory.for(ctx.viewer);
      return reply.ephemeral(dependenciesCard(view, entryFor(view, ref), ctx.clock.now()));
    },
  });
