import type { Proposals, ProposalWish, Proposed } from '#core/proposals.ts';
import type { Errand } from '#jobs/define-errand.ts';
import type { Errands } from '#jobs/send-errands.ts';

const id = 'catalog.propose';

/** Proposing for processes that only answer, which need have no way to a Git host. */
export function proposeErrand(proposals: Proposals): Errand {
  return { id, run: (_, asked) => proposals.propose(asked as ProposalWish) };
}

/** The same, done by a process that works. */
export function distantProposals(errands: Errands): Proposals {
  return { propose: (wish) => errands.ask(id, wish) as Promise<Proposed> };
}
