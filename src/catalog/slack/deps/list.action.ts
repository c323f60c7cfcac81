import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { entryFor } from '../entity-value.ts';
import { listCard } from './list-card.ts';
import { type ListAsked, parseListValue } from './list-value.ts';

/** The whole list that a card shows the beginning of, below it and to whoever asked. */
export const expand = () =>
  defineAction<ListAsked>({
    id: 'catalog.deps-list',
    parse: parseListValue,
    answer({ directory, viewer }, asked) {
      const view = directory.for(viewer);
      return reply.ephemeral(listCard(view, entryFor(view, asked.ref), asked));
    },
  });

/** Another page of it. */
export const turnPage = () =>
  defineAction<ListAsked>({
    id: 'catalog.deps-page',
    parse: parseListValue,
    answer({ directory, viewer }, asked) {
      const view = directory.for(viewer);
      return reply.replace(listCard(view, entryFor(view, asked.ref), asked));
    },
  });
