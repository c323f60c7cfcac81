import type { Clock } from '#core/clock.ts';
import type { Freshness } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import { loadDirectory } from './load-directory.ts';
import type { Memory } from './memory.ts';
import { within } from './patient-read.ts';
import { readPosition } from './read-feed.ts';
import type { Read } from './read-rows.ts';
import { SnapshotRefused, type SnapshotPlace } from './snapshot-file.ts';
import { openSnapshot, type Extras, type OpenedSnapshot } from './snapshot.ts';

/** Opens the snapshot and hands the extras what was kept for them; one that cannot be used is logged and ignored. */
export async function openKept(place: SnapshotPlace, extras: Extras, log: Log): Promise<OpenedSnapshot | undefined> {
  try {
    const opened = await openSnapshot(place);
    if (opened) loadExtras(opened, extras, log);
    return opened;
  } catch (error) {
    log.warn(error instanceof SnapshotRefused ? { reason: error.reason } : { err: error }, 'directory.snapshot-refused');
    return undefined;
  }
}

/** What another part cannot make sense of any more is its own loss, and no reason to go without the catalog. */
function loadExtras(opened: OpenedSnapshot, extras: Extras, log: Log): void {
  for (const [name, extra] of Object.entries(extras)) {
    if (!Object.hasOwn(opened.extras, name)) continue;
    try {
      extra.load(opened.extras[name]);
    } catch (error) {
      log.warn({ err: error, extra: name }, 'directory.extra-refused');
    }
  }
}

/** Fills memory from the database or, when that does not answer in time, from the snapshot. */
export async function bootDirectory(deps: {
  read: Read;
  memory: Memory;
  kept: OpenedSnapshot | undefined;
  clock: Clock;
  log: Log;
}): Promise<{ freshness: Freshness; position?: number }> {
  const { read, memory, kept, clock, log } = deps;
  const asOf = clock.now();
  try {
    // Somebody is waiting for the first answer; without a snapshot, though, there is nothing but patience.
    if (kept) await within(bootMs, readPosition(read));
    const position = await loadDirectory(read, memory);
    log.info({ from: 'database', entities: memory.claims.size, position }, 'directory.opened');
    return { freshness: { from: 'database', asOf }, position };
  } catch (error) {
    if (!kept) throw error;
    for (const ref of memory.claims.keys()) memory.remove(ref);
    await kept.fill(memory);
    log.warn({ from: 'snapshot', entities: memory.claims.size, asOf: kept.head.asOf, err: error }, 'directory.opened');
    return { freshness: { from: 'snapshot', asOf: kept.head.asOf } };
  }
}

/** A restart during an outage answers after this time. */
const bootMs = 2_000;
