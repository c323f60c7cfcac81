import type { Ref } from '#core/ref.ts';
import { applyRefs } from './apply-refs.ts';
import type { Memory } from './memory.ts';
import { createPause } from './pause.ts';
import { readPosition } from './read-feed.ts';
import { readPrints, readTombstones, type Read } from './read-rows.ts';
import { readSources } from './read-sources.ts';

/**
 * Makes memory equal to the database without help from the feed: compares a digest of every entity and reads again
 * only those that differ. For the hour, for a return after an outage, and for whoever started from a snapshot.
 */
export async function compareDirectory(read: Read, memory: Memory): Promise<{ position: number; changed: Ref[] }> {
  const position = await readPosition(read);
  memory.setSources(await readSources(read));
  const differing = await findDiffering(read, memory);
  const changed = await applyRefs(read, memory, differing);
  memory.setTombstones(await readTombstones(read));
  return { position, changed };
}

const pageSize = 5000;

async function findDiffering(read: Read, memory: Memory): Promise<Ref[]> {
  const differing: Ref[] = [];
  const seen = new Set<Ref>();
  const pause = createPause();
  let after = '';
  for (;;) {
    const page = await readPrints(read, after, pageSize);
    for (const { ref, print } of page) {
      await pause();
      seen.add(ref);
      if (memory.claims.get(ref)?.print !== print) differing.push(ref);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.ref;
  }
  for (const ref of memory.claims.keys()) {
    await pause();
    if (!seen.has(ref)) differing.push(ref);
  }
  return differing;
}
