import { splitRef, type Ref } from '#core/ref.ts';
import type { Claim } from './claim.ts';

/**
 * Pairs what went with what came: the same kind with the same content under another name, and no second candidate on
 * either side. Gives the new ref → the claim of the old one.
 */
export function findRenames(removed: readonly Claim[], added: readonly Claim[]): Map<Ref, Claim> {
  const from = byContent(removed);
  const to = byContent(added);
  const renames = new Map<Ref, Claim>();
  for (const [content, old] of from) {
    const young = to.get(content);
    if (old && young) renames.set(young.ref, old);
  }
  return renames;
}

/** Kind and content → the one claim that has it; undefined where several refs do. */
function byContent(claims: readonly Claim[]): Map<string, Claim | undefined> {
  const found = new Map<string, Claim | undefined>();
  for (const claim of claims) {
    const key = `${splitRef(claim.ref).kind} ${claim.contentHash}`;
    const other = found.get(key);
    found.set(key, !found.has(key) || other?.ref === claim.ref ? claim : undefined);
  }
  return found;
}
