import type { Message } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import type { Viewer } from '#core/viewer.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import { listProblems } from '../problems/list-problems.ts';
import { problemsTopic } from '../problems/problems-topic.ts';
import { readReach } from '../subscription-rows.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { reachLine } from './reach-line.ts';
import { pageLength, problemListCard } from './problem-list-card.ts';
import type { ProblemPage } from './problem-page.ts';

/** Somebody waits; and a database that takes longer is as good as away. */
const budgetMs = 300;

interface Asked {
  viewer: Viewer;
  page: ProblemPage;
}

/** One page of problems as this viewer may see it. Throws UserError while the database is away. */
export async function problemPageFor(slack: NoticesSlack, ctx: SlackCtx, about: Asked): Promise<Message> {
  const { viewer, page } = about;
  const view = ctx.directory.for(viewer);
  const asked = Promise.all([listProblems(ctx.db, view, { ...page, limit: pageLength }), reachOf(slack, ctx, page)]);
  const read = await within(
    asked.catch((error: unknown) => ctx.log.warn({ err: error }, 'notices.problems-not-read')),
    budgetMs,
  );
  if (read) return problemListCard(view, read[0], { ...page, reach: read[1] });
  throw new UserError(
    'database-away',
    'The database does not answer, so the problems cannot be listed right now.',
    'Try again in a minute; who owns what is answered all the same.',
  );
}

/** Of one team that is asked about, on its first page. */
async function reachOf({ command }: NoticesSlack, { db, self }: SlackCtx, { offset, scope }: ProblemPage): Promise<Mrkdwn | undefined> {
  const [team, other] = scope.kind === 'teams' ? scope.teams : [];
  if (team === undefined || other !== undefined || offset > 0) return undefined;
  const reach = await readReach(db, { subscriber: team, topic: problemsTopic });
  return reachLine(reach, { team, command, botName: self?.name ?? 'switchboard' });
}
