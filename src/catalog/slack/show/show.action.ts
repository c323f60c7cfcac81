import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { cardForAsker, type CatalogSlack } from '../catalog-slack.ts';
import { direct, needsLed } from '../deps/needs-led.ts';
import { type EntityInput, entryFor, type Led, parseEntityValue } from '../entity-value.ts';

/** What the thing of a card or a list is, shown below to whoever asked. */
export const showDetails = (slack: CatalogSlack) => cardBelow(slack, 'catalog.show', 'by-thing');

/** Whose the thing of a card is, shown below to whoever asked. */
export const showOwner = (slack: CatalogSlack) => cardBelow(slack, 'catalog.show-owner', undefined);

/** What the thing of a card needs and what needs it. */
export const showDependencies = (slack: CatalogSlack) => cardBelow(slack, 'catalog.dependencies', needsLed(direct));

/** What breaks with the thing of a card. */
export const showImpact = (slack: CatalogSlack) => cardBelow(slack, 'catalog.impact', 'impact');

const cardBelow = (slack: CatalogSlack, id: string, led: Led | undefined) =>
  defineAction<EntityInput>({
    id,
    parse: parseEntityValue,
    answer: async (ctx, { ref, thread }) =>
      reply.ephemeral(await cardForAsker(slack, ctx, { entry: entryFor(ctx.directory.for(ctx.viewer), ref), led, thread })),
  });
