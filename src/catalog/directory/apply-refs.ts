import type { Ref } from '#core/ref.ts';
import type { Memory } from './memory.ts';
import { createPause } from './pause.ts';
import { parseClaim, parseTombstone, readRefs, type ClaimRow, type Read, type RefRow } from './read-rows.ts';

/** Reads these refs again and puts what became of them into memory; gives the refs that were really changed. */
export async function applyRefs(read: Read, memory: Memory, refs: readonly Ref[]): Promise<Ref[]> {
  const changed: Ref[] = [];
  const pause = createPause();
  for (let start = 0; start < refs.length; start += batchSize) {
    for (const row of await readRefs(read, refs.slice(start, start + batchSize))) {
      await pause();
      if (apply(memory, row)) changed.push(row.ref);
    }
  }
  return changed;
}

const batchSize = 500;

function apply(memory: Memory, row: RefRow): boolean {
  const present = memory.claims.get(row.ref);
  if (isClaim(row)) {
    if (present?.print === row.print) return false;
    memory.put(parseClaim(row));
    return true;
  }
  const known = memory.tombstones.all.get(row.ref);
  memory.remove(row.ref, row.tombstone === null ? undefined : parseTombstone(row.tombstone));
  return present !== undefined || known !== undefined || row.tombstone !== null;
}

function isClaim(row: RefRow): row is ClaimRow & RefRow {
  return row.uid !== null;
}
