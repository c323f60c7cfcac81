import { compareRanks, type NextClaim, type Ranks } from './claim.ts';

/**
 * Who answers for a ref that several places claim, so that nobody takes it over by adding a file: a claim of a source
 * that is still named, then of an authority, then the order in switchboard.yaml, then the claim that holds it now, then
 * source and path. `before` is the holder until now. There is at least one claim.
 */
export function pickHolder<C extends NextClaim>(claims: readonly C[], before: NextClaim['stored'], ranks: Ranks): C {
  const [first, ...others] = claims;
  if (!first) throw new Error('A ref without claims has no holder.');
  if (others.length === 0) return first;
  const placeKept = before !== undefined && claims.some((claim) => samePath(claim, before));
  return others.reduce((best, claim) => (compare(claim, best) < 0 ? claim : best), first);

  function compare(a: C, b: C): number {
    return (
      compareRanks(ranks.get(a.source), ranks.get(b.source)) ||
      continuity(a, before, placeKept) - continuity(b, before, placeKept) ||
      byText(a.source, b.source) ||
      byText(a.path, b.path) ||
      a.doc - b.doc
    );
  }
}

/** How well a claim continues the one that held the ref, 0 best. A file that moved unchanged is recognised by its content. */
function continuity(claim: NextClaim, before: NextClaim['stored'], placeKept: boolean): number {
  if (!before) return 3;
  if (samePath(claim, before)) return claim.doc === before.doc ? 0 : 1;
  return !placeKept && claim.source === before.source && claim.contentHash === before.contentHash ? 2 : 3;
}

function samePath(a: { source: string; path: string }, b: { source: string; path: string }): boolean {
  return a.source === b.source && a.path === b.path;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
