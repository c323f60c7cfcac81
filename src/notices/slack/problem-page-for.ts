import type { Message } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import type { Viewer } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import { listProblems } from '../problems/list-problems.ts';
import { pageLength, problemListCard } from './problem-list-card.ts';
import type { ProblemPage } from './problem-page.ts';

/** Somebody waits; and a database that takes longer is as good as away. */
const budgetMs = 300;

/** One page of problems as this viewer may see it. Throws UserError while the database is away. */
export async function problemPageFor(ctx: SlackCtx, { viewer, page }: { viewer: Viewer; page: ProblemPage }): Promise<Message> {
  const view = ctx.directory.for(viewer);
  const asked = listProblems(ctx.db, view, { ...page, limit: pageLength }).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'notices.problems-not-read');
  });
  const list = await within(asked, budgetMs);
  if (list) return problemListCard(view, list, page);
  throw new UserError(
    'database-away',
    'The database does not answer, so the problems cannot be listed right now.',
    'Try again in a minute; who owns what is answered all the same.',
  );
}
