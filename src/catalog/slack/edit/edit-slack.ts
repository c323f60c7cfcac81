import type { Proposals } from '#core/proposals.ts';

/** What proposing changes is wired with. */
export interface EditSlack {
  proposals: Proposals;
}
