import type { Message } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { clusterMisses, nearestTo } from '../../misses/cluster-misses.ts';
import { readMisses } from '../../misses/read-misses.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { administratorOf, type MissesSlack } from './misses-slack.ts';
import { missesCard } from './misses-card.ts';

/** As long as misses are kept. */
const days = 90;
/** Rarer ones are seldom worth an alias, and each is compared with all others. */
const mostTerms = 400;

/** A page of what was looked for in vain, for administrators. Throws UserError. */
export async function missesPage(slack: MissesSlack, ctx: SlackCtx, page: number): Promise<Message> {
  const viewer = administratorOf(slack, ctx);
  if (ctx.directory.freshness.from !== 'database') {
    throw new UserError(
      'database-away',
      'The database does not answer, so what was looked for cannot be listed.',
      'Try again in a minute.',
    );
  }
  const since = new Date(ctx.clock.now().getTime() - days * 24 * 3600_000);
  const misses = await readMisses(ctx.db, since, mostTerms);
  const view = ctx.directory.for(viewer);
  const canAdd = slack.proposals !== undefined;
  return missesCard(clusterMisses(misses, view), { page, days, canAdd, nearestTo: (term) => nearestTo(term, view) });
}
