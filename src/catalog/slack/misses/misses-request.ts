import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest } from '#slack/define-request.ts';
import { missesPage } from './misses-page.ts';
import type { MissesSlack } from './misses-slack.ts';

/** `/catalog misses`: what people looked for in vain, for administrators alone. */
export const missesRequest = (slack: MissesSlack) =>
  defineRequest<undefined>({
    id: 'catalog.misses',
    phrases: ['misses', 'show misses', 'what was not found'],
    label: 'Misses',
    summary: 'What people looked for in vain, so that it is found next time; for administrators',
    usage: '',
    examples: () => [],
    parse: () => undefined,
    answer: async (ctx) => reply.ephemeral(await missesPage(slack, ctx, 0)),
  });

/** Another page in place of this one. */
export const turnMisses = (slack: MissesSlack) =>
  defineAction<number>({
    id: 'catalog.misses',
    parse: (value) => Math.max(0, Number.parseInt(value, 10) || 0),
    answer: async (ctx, page) => reply.replace(await missesPage(slack, ctx, page)),
  });
