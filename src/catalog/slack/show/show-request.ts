import { defineRequest } from '#slack/define-request.ts';
import { answerAbout, type Asked, readAsked, writeDown } from '../answer-about.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { examplesFor } from '../examples.ts';

/** `/catalog show payments-api`: what something is, whatever its kind. */
export const showRequest = (slack: CatalogSlack) =>
  defineRequest<Asked>({
    id: 'catalog.show',
    phrases: [
      'show',
      'describe',
      'details',
      'details of',
      'card',
      'card of',
      'what is',
      "what's",
      'tell me about',
      'about',
      'what does … do',
    ],
    label: 'Show',
    summary: 'What something is, what belongs to it, and where that is written',
    usage: '<name, link, repository, pod, @person or #channel>',
    often: true,
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    answer: (ctx, asked, readers) => answerAbout(slack, ctx, { asked, readers, led: 'by-thing' }),
    after: (ctx, asked, said) => writeDown(slack, ctx, { asked, said }),
  });
