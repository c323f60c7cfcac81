import { defineCommand } from '#slack/define-command.ts';
import { defineRequest } from '#slack/define-request.ts';
import { answerOwner, countMiss, readAsked } from './answer-owner.ts';
import type { Asked } from './answer-owner.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { examplesFor } from './examples.ts';
import { ownerPhrases } from './owner-phrases.ts';

const summary = 'Who owns something, how to reach them, and why that is the answer';
const usage = '<name, link, repository, pod, pager id, @person or #channel>';

/** `/whoowns <anything>`: the owner of what was meant, or a way to say it better. */
export const whoowns = (slack: CatalogSlack) =>
  defineCommand<Asked>({
    id: 'catalog.whoowns',
    command: '/whoowns',
    summary,
    usage,
    parse: readAsked,
    answer: (ctx, asked) => answerOwner(slack, ctx, { asked, readers: 'asker' }),
    after: (ctx, asked) => countMiss(ctx, asked),
  });

/** The same in words: `/catalog owner cart`, “who owns cart?”. */
export const ownerRequest = (slack: CatalogSlack) =>
  defineRequest<Asked>({
    id: 'catalog.owner',
    phrases: ownerPhrases,
    label: 'Find Owner',
    summary,
    usage,
    command: '/whoowns',
    form: 'catalog.find-owner',
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    answer: (ctx, asked, readers) => answerOwner(slack, ctx, { asked, readers }),
    after: (ctx, asked) => countMiss(ctx, asked),
  });
