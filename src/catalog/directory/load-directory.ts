import type { Memory } from './memory.ts';
import { createPause } from './pause.ts';
import { readPosition } from './read-feed.ts';
import { parseClaim, readClaims, readTombstones, type Read } from './read-rows.ts';
import { readSources } from './read-sources.ts';

/**
 * Fills an empty memory from the database. Pages are not one moment of the catalog; the position is taken before the
 * first, so that following the feed from there reads once more whatever changed meanwhile.
 * @returns the position in the feed to follow from
 */
export async function loadDirectory(read: Read, memory: Memory): Promise<number> {
  const position = await readPosition(read);
  memory.setSources(await readSources(read));
  const pause = createPause();
  let page = await readClaims(read, '', pageSize);
  while (page.length > 0) {
    const last = page.at(-1)?.ref ?? '';
    // The database looks up the next page while this one is parsed.
    const next = page.length < pageSize ? Promise.resolve([]) : readClaims(read, last, pageSize);
    next.catch(reportedBelow);
    for (const row of page) {
      await pause();
      memory.put(parseClaim(row));
    }
    page = await next;
  }
  memory.setTombstones(await readTombstones(read));
  return position;
}

const pageSize = 1000;

function reportedBelow(): void {
  // Awaited after the loop; until then a failure must not count as unhandled.
}
