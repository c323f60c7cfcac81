import { placeKey, type Claim, type NextClaim } from './claim.ts';
import type { Turn } from './settle-refs.ts';

/** What happens to rows of `descriptor`, in this order: no ref has two holders at any moment. */
export interface Writes {
  /** Rows that hold their ref no more. */
  demote: Claim[];
  remove: Claim[];
  /** Rows whose content stays but whose marks or number do not. */
  patch: { row: Claim; claim: NextClaim }[];
  /** Content just read. */
  upsert: NextClaim[];
  /** Rows whose content stays and that hold their ref now. */
  promote: NextClaim[];
}

/** Compares what is stored with what shall be; rows that are as they shall be are in none of the lists. */
export function planWrites(turns: readonly Turn[], stored: readonly Claim[]): Writes {
  const writes: Writes = { demote: [], remove: [], patch: [], upsert: [], promote: [] };
  const staying = new Map<Claim, NextClaim>();
  const overwritten = new Map<string, NextClaim>();
  for (const { after, rivalsAfter } of turns) {
    for (const claim of after ? [after, ...rivalsAfter] : rivalsAfter) {
      const row = claim.stored;
      if (row && (!claim.fresh || (row.hash === claim.hash && row.ref === claim.ref))) {
        staying.set(row, claim);
        if (row.doc !== claim.doc || !sameMarks(row, claim)) writes.patch.push({ row, claim });
        if (claim.holder && !row.holder) writes.promote.push(claim);
      } else {
        overwritten.set(placeKey(claim), claim);
        writes.upsert.push(claim);
      }
    }
  }
  for (const row of stored) {
    const claim = staying.get(row);
    const next = claim ?? overwritten.get(placeKey(row));
    if (!next) writes.remove.push(row);
    else if (row.holder && !(next.holder && next.ref === row.ref)) writes.demote.push(row);
  }
  return writes;
}

function sameMarks(row: Claim, claim: NextClaim): boolean {
  return row.gone === claim.gone && row.broken?.line === claim.broken?.line && row.broken?.message === claim.broken?.message;
}
