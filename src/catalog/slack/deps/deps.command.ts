import type { Entry } from '#core/directory.ts';
import { reply, type Reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineCommand } from '#slack/define-command.ts';
import { defineRequest, type Readers } from '#slack/define-request.ts';
import { md } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { answerAbout, type Asked, readAsked, writeDown } from '../answer-about.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { entityNamed } from '../entity-named.ts';
import { examplesFor } from '../examples.ts';
import { onlyYou } from '../only-you.ts';
import { needsLed } from './needs-led.ts';
import { type DepsAsked, parseDeps } from './parse-deps.ts';
import { pathCard } from './path-card.ts';

const summary = 'What something depends on and what depends on it; A -> B tells how A needs B';
const usage = '<name or link> [up | down] [--depth n], or <name> -> <name>';

/** `/deps <anything>`: what it needs and what needs it. */
export const deps = (slack: CatalogSlack) =>
  defineCommand<DepsAsked>({
    id: 'catalog.deps',
    command: '/deps',
    summary,
    usage,
    parse: parseDeps,
    answer: (ctx, asked) => answerDeps(slack, ctx, { asked, readers: 'asker' }),
    after: (ctx, asked, said) => writeDownDeps(slack, ctx, { asked, said }),
  });

/** The same in words. */
export const depsRequest = (slack: CatalogSlack) =>
  defineRequest<DepsAsked>({
    id: 'catalog.deps-request',
    phrases: [
      'deps',
      'deps of',
      'dependencies',
      'dependencies of',
      'dependents of',
      'what depends on',
      'who depends on',
      'what needs',
      'who uses',
      'what uses',
      'what does … depend on',
      'what does … need',
      '… dependencies',
    ],
    label: 'Dependencies',
    summary,
    usage,
    command: '/deps',
    often: true,
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: parseDeps,
    answer: (ctx, asked, readers) => answerDeps(slack, ctx, { asked, readers }),
    after: (ctx, asked, said) => writeDownDeps(slack, ctx, { asked, said }),
  });

/** `/catalog impact X`, “what breaks if X is down?” */
export const impactRequest = (slack: CatalogSlack) =>
  defineRequest<Asked>({
    id: 'catalog.impact-request',
    phrases: [
      'impact',
      'impact of',
      'blast radius of',
      'what breaks if … is down',
      'what breaks if … goes down',
      'what breaks if … fails',
      'what breaks without',
      'who is affected by',
    ],
    label: 'Impact',
    summary: 'What breaks if something is down, and whom to tell',
    usage: '<name or link>',
    besides: 'catalog.deps-request',
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    answer: (ctx, asked, readers) => answerAbout(slack, ctx, { asked, readers, led: 'impact' }),
    after: (ctx, asked, said) => writeDown(slack, ctx, { asked, said }),
  });

function answerDeps(
  slack: CatalogSlack,
  ctx: SlackCtx,
  { asked, readers }: { asked: DepsAsked; readers: Readers },
): Reply | Promise<Reply> {
  if (asked.kind === 'around') return answerAbout(slack, ctx, { asked: asked.asked, readers, led: needsLed(asked.needs) });
  const now = ctx.clock.now();
  const named = (end: Asked): Entry => entityNamed(ctx.directory.for(ctx.viewer), end, slack.deps);
  const ends = { from: named(asked.from), to: named(asked.to) };
  const own = () => pathCard(ctx.directory.for(ctx.viewer), ends, now);
  if (readers === 'asker') return reply.ephemeral(own());
  const open = ctx.directory.for(everyone);
  const [from, to] = [open.get(ends.from.ref), open.get(ends.to.ref)];
  if (from && to) return reply.inChannel(pathCard(open, { from, to }, now));
  return reply.ephemeral(onlyYou(own(), md`one of them is visible to some groups only`));
}

async function writeDownDeps(slack: CatalogSlack, ctx: SlackCtx, { asked, said }: { asked: DepsAsked; said: Reply }): Promise<void> {
  if (asked.kind === 'around') await writeDown(slack, ctx, { asked: asked.asked, said });
}
