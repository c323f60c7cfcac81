import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineAction } from '#slack/define-action.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { parsePage, type ProblemPage } from './problem-page.ts';
import { problemPageFor } from './problem-page-for.ts';

/** The whole list below a notice, for whoever asked. */
export const showProblems = (slack: NoticesSlack) =>
  defineAction<ProblemPage>({
    id: 'notices.show-problems',
    parse: parsePage,
    answer: async (ctx, page) => reply.ephemeral(await problemPageFor(slack, ctx, { viewer: ctx.viewer, page })),
  });

/** Another page in place of this one; what all can read stays what everyone may see. */
export const turnPage = (slack: NoticesSlack) =>
  defineAction<ProblemPage>({
    id: 'notices.turn-page',
    parse: parsePage,
    async answer(ctx, page) {
      const forAll = ctx.place.clicked === 'visible' && !ctx.place.isDm;
      const message = await problemPageFor(slack, ctx, { viewer: forAll ? everyone : ctx.viewer, page });
      return { kind: 'message', visibility: forAll ? 'in_channel' : 'ephemeral', where: 'replace', message };
    },
  });
