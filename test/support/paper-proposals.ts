import type { Proposals, ProposalWish, Proposed } from '#core/proposals.ts';

/** Proposes nothing; says what it is told to say, in turn. */
export function paperProposals(...said: readonly Proposed[]): Proposals & { wishes: ProposalWish[] } {
  const wishes: ProposalWish[] = [];
  return {
    wishes,
    propose(wish) {
      wishes.push(wish);
      const next = said[(wishes.length - 1) % said.length];
      return next ? Promise.resolve(next) : Promise.reject(new Error('Nothing is proposed here.'));
    },
  };
}

export const opened = { outcome: 'opened', url: 'https://github.com/acme/catalog/pull/7', number: 7 } as const;
