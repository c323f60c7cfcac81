import { defineCommand } from '#slack/define-command.ts';
import { defineRequest } from '#slack/define-request.ts';
import { answerAbout, readAsked, writeDown } from './answer-about.ts';
import type { Asked } from './answer-about.ts';
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
    answer: (ctx, asked) => answerAbout(slack, ctx, { asked, readers: 'asker' }),
    after: (ctx, asked, said) => writeDown(slack, ctx, { asked, said }),
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
    often: true,
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    answer: (ctx, asked, readers) => answerAbout(slack, ctx, { asked, readers }),
    after: (ctx, asked, said) => writeDown(slack, ctx, { asked, said }),
  });
