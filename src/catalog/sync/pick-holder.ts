import { compareRanks, type NextClaim, type Ranks } from './claim.ts';

/**
 * Who answers for a ref that several places claim, so that nobody takes it over by adding a file: a claim of a source
 * that is still named, then of an authority, then the order in switchboard.yaml, then the claim that holds it now, then
 * source and path. Of several in one file the last, as in Backstage. `before` is the holder until now. There is at least one claim.
 */
export function pickHolder<C extends NextClaim>(claims: readonly C[], before: NextClaim['stored'], ranks: Ranks): C {
  const [first] = claims;
  if (!first) throw new Error('A ref without claims has no holder.');
  if (claims.length === 1) return first;
  const placeKept = before !== undefined && claims.some((claim) => samePath(claim, before));
  return lastOfFiles(claims).reduce((best, claim) => (compare(claim, best) < 0 ? claim : best));

  function compare(a: C, b: C): number {
    return (
      compareRanks(ranks.get(a.source), ranks.get(b.source)) ||
      continuity(a, before, placeKept) - continuity(b, before, placeKept) ||
      byText(a.source, b.source) ||
      byText(a.path, b.path)
    );
  }
}

/** Of each file the last claim, whatever was before: which of them counts must not depend on when the file was read. */
function lastOfFiles<C extends NextClaim>(claims: readonly C[]): C[] {
  const files = new Map<string, C>();
  for (const claim of claims) {
    const file = `${claim.source}\n${claim.path}`;
    const other = files.get(file);
    if (!other || claim.doc > other.doc) files.set(file, claim);
  }
  return [...files.values()];
}

/** How well a claim continues the one that held the ref, 0 best. A file that moved unchanged is recognised by its content. */
function continuity(claim: NextClaim, before: NextClaim['stored'], placeKept: boolean): number {
  if (!before) return 2;
  if (samePath(claim, before)) return 0;
  return !placeKept && claim.source === before.source && claim.contentHash === before.contentHash ? 1 : 2;
}

function samePath(a: { source: string; path: string }, b: { source: string; path: string }): boolean {
  return a.source === b.source && a.path === b.path;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
