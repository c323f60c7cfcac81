import type { Ref } from '#core/ref.ts';
import { groupByRef, type Claim, type NextClaim, type Ranks } from './claim.ts';
import { pickHolder } from './pick-holder.ts';
import type { Steps } from './steps.ts';

/** What becomes of one ref. */
export interface Turn {
  ref: Ref;
  /** The claim that held it, under its old ref when it was renamed. */
  before?: Claim;
  /** The claim that holds it now; absent: removed. */
  after?: NextClaim;
  renamed: boolean;
  rivalsBefore: readonly Claim[];
  rivalsAfter: readonly NextClaim[];
}

export interface SettleInput {
  /** All stored claims on the refs concerned, from every source. */
  before: readonly Claim[];
  /** All claims on them as they shall be. */
  after: readonly NextClaim[];
  ranks: Ranks;
  /** New ref → claim of the ref that it was until now. */
  renames: ReadonlyMap<Ref, Claim>;
  /** The uid of a ref that nothing claimed before. */
  newUid: (ref: Ref) => string;
}

/** Decides for each ref who holds it, and gives every claim on it the ref's uid. Sets `holder` and `uid` in `after`. */
export function* settleRefs({ before, after, ranks, renames, newUid }: SettleInput): Steps<Turn[]> {
  const was = groupByRef(before);
  yield;
  const is = groupByRef(after);
  const turns: Turn[] = [];
  for (const [ref, claims] of is) {
    const old = was.get(ref) ?? [];
    const source = renames.get(ref);
    const held = old.find((claim) => claim.holder) ?? old[0] ?? source;
    const holder = pickHolder(claims, held, ranks);
    const uid = held?.uid ?? newUid(ref);
    for (const claim of claims) {
      claim.uid = uid;
      claim.holder = claim === holder;
    }
    const rivalsAfter = claims.filter((claim) => claim !== holder);
    const rivalsBefore = old.filter((claim) => claim !== held);
    const renamed = held !== undefined && held === source;
    turns.push({ ref, ...(held ? { before: held } : {}), after: holder, renamed, rivalsBefore, rivalsAfter });
    yield;
  }
  const renamedAway = new Set([...renames.values()].map((claim) => claim.ref));
  for (const [ref, old] of was) {
    if (is.has(ref) || renamedAway.has(ref)) continue;
    const held = old.find((claim) => claim.holder) ?? old[0];
    if (held) turns.push({ ref, before: held, renamed: false, rivalsBefore: old.filter((claim) => claim !== held), rivalsAfter: [] });
  }
  return turns;
}
