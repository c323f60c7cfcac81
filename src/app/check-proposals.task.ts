import type { Task } from '#jobs/define-task.ts';
import type { Proposer } from './create-proposer.ts';

/** Its queue, for those who ask; keys are the pages of pull requests. */
export const checkProposals = { id: 'catalog.check-proposals' } as const;

/** Asks what became of proposals of which somebody said that something happened to them, before their turn comes. */
export function checkProposalsTask({ check }: Proposer): Task {
  return { ...checkProposals, together: 30, run: (ctx, urls, signal) => check(ctx, urls, signal) };
}
