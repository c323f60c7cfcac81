import type { Descriptor } from '#core/descriptor.ts';
import type { Ref } from '#core/ref.ts';

/** One place's claim on a ref: a row of `descriptor` without the entity. */
export interface Claim {
  source: string;
  path: string;
  doc: number;
  ref: Ref;
  uid: string;
  hash: string;
  contentHash: string;
  line: number;
  ownerLine: number | null;
  /** The claim that answers for the ref. */
  holder: boolean;
  /** The file is there but does not yield this any more; last good version kept. */
  broken: Broken | null;
  /** Head at which it was found missing, while its removal is held back. */
  gone: string | null;
  changedAt: Date;
  changedCommit: string | null;
}

export interface Broken {
  line: number;
  message: string;
}

/** A claim as it shall be after the sync. */
export interface NextClaim extends Claim {
  /** Content that was read just now; absent where the stored content stays. */
  fresh?: Descriptor;
  /** Where its row is now, when it has one; another `doc` means that the row gives way to a fresh document. */
  stored?: Claim;
}

/** What decides between sources. */
interface Rank {
  /** Nothing names it any more; it only keeps what nobody else describes. */
  orphaned: boolean;
  authority: boolean;
  position: number;
}

export type Ranks = ReadonlyMap<string, Rank>;

/** Negative when the first counts more: what is still named, then an authority, then the order in switchboard.yaml. */
export function compareRanks(a: Rank | undefined, b: Rank | undefined): number {
  return (
    Number(a?.orphaned ?? false) - Number(b?.orphaned ?? false) ||
    Number(b?.authority ?? false) - Number(a?.authority ?? false) ||
    Math.sign((a?.position ?? Number.MAX_SAFE_INTEGER) - (b?.position ?? Number.MAX_SAFE_INTEGER))
  );
}

export function placeKey(claim: { source: string; path: string; doc: number }): string {
  return `${claim.source}\u0000${claim.path}\u0000${claim.doc}`;
}

export function groupByRef<C extends { ref: Ref }>(claims: Iterable<C>): Map<Ref, C[]> {
  const groups = new Map<Ref, C[]>();
  for (const claim of claims) {
    const group = groups.get(claim.ref);
    if (group) group.push(claim);
    else groups.set(claim.ref, [claim]);
  }
  return groups;
}
