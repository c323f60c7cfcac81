import type { OwnerContact } from '#core/catalog-config.ts';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Directory, SourceFacts } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import { bootDirectory, openKept } from './boot-directory.ts';
import { buildView, factsOf, type Sight } from './build-view.ts';
import { createCatalogMemory } from './catalog-memory.ts';
import { followFeed } from './follow-feed.ts';
import { keepSnapshot, ordinaryTimes, type KeepTimes, type SnapshotKeeper } from './keep-snapshot.ts';
import { createPatientRead, ordinaryPatience, type Patience } from './patient-read.ts';
import type { SnapshotPlace } from './snapshot-file.ts';
import { writeSnapshot, type Extras } from './snapshot.ts';
import { visibleSources } from './visible-sources.ts';

/** The directory of a running process: it follows the database until it is closed. */
export interface LiveDirectory extends Directory {
  /** Told after memory has changed, with the refs that did; without refs when only facts about sources did. */
  changed(listener: (refs: readonly Ref[]) => void): () => void;
  /** Resolves when everything committed before the call is in memory; rejects when the database is away. */
  refresh(): Promise<void>;
  /** One of the extras changed: it should be in the next snapshot. */
  keep(): void;
  /** Stops following and writes the snapshot, if there is anything new. */
  close(): Promise<void>;
}

export interface DirectoryDeps {
  /** May be away: then its statements reject, or do not answer. */
  db: Db;
  clock: Clock;
  log: Log;
  people: People;
  /** Channels and user groups that the configuration gives to owners; lookups know them too. */
  contacts?: ReadonlyMap<Ref, OwnerContact>;
  /** Absent: none is read, none is written. */
  snapshot?: SnapshotPlace;
  extras?: Extras;
  pollMs?: number;
  patience?: Patience;
  times?: KeepTimes;
}

/**
 * Loads the catalog and follows it. When the database does not answer within two seconds it comes from the snapshot,
 * and the database is joined when it is back. Throws the database's error when there is no snapshot either.
 */
export async function openDirectory(deps: DirectoryDeps): Promise<LiveDirectory> {
  const { clock, log, snapshot } = deps;
  const extras = deps.extras ?? {};
  const listeners = new Set<(refs: readonly Ref[]) => void>();
  const { memory, finder } = createCatalogMemory(deps.people, deps.contacts);
  const read = createPatientRead(deps.db, deps.patience ?? ordinaryPatience);
  const kept = snapshot && (await openKept(snapshot, extras, log));
  const start = await bootDirectory({ read, memory, kept, clock, log });
  let keeper: SnapshotKeeper | undefined;
  const follower = followFeed({
    db: deps.db,
    read,
    memory,
    clock,
    log,
    pollMs: deps.pollMs ?? 500,
    start,
    news(refs) {
      keeper?.touch(refs.length > 0 ? 'content' : 'facts');
      for (const listener of listeners) tell(listener, refs, log);
    },
  });
  if (snapshot) {
    const write = (): Promise<void> =>
      writeSnapshot(snapshot, { asOf: follower.freshness.asOf, position: follower.position ?? null }, { memory, extras });
    keeper = keepSnapshot(write, deps.times ?? ordinaryTimes, log);
    if (start.freshness.from === 'database') keeper.touch(kept?.head.position === start.position ? 'facts' : 'content');
  }
  const sight: Sight = { memory, finder, freshness: () => follower.freshness };
  return {
    for: (viewer) => buildView(sight, visibleSources(viewer, memory.sources)),
    sources: () =>
      [...memory.sources.keys()].map((name) => factsOf(memory, name)).filter((facts): facts is SourceFacts => facts !== undefined),
    get freshness() {
      return follower.freshness;
    },
    get size() {
      return memory.claims.size;
    },
    changed(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh: () => follower.refresh(),
    keep: () => keeper?.touch('content'),
    async close() {
      await follower.close();
      await keeper?.close();
    },
  };
}

/** A listener that fails must keep neither the others nor the directory from going on. */
function tell(listener: (refs: readonly Ref[]) => void, refs: readonly Ref[], log: Log): void {
  try {
    listener(refs);
  } catch (error) {
    log.error({ err: error }, 'directory.listener-failed');
  }
}
