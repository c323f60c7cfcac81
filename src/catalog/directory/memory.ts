import type { Entry, SourceFacts, Tombstone } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { buildNeedsIndex, type NeedsIndex } from '../dependencies/needs-index.ts';
import { createTombstones, type Tombstones } from './tombstones.ts';
import { createRelationIndex, type Edge, type RelationIndex } from './relation-index.ts';

/** An entry with the digest of its rows, by which a later look at the database tells whether they changed. */
export interface Claim {
  entry: Entry;
  print: number;
}

/** What the database says of a source; how many entities it has is counted in memory. */
export interface SourceRow extends Omit<SourceFacts, 'entities'> {
  /** Of a parent: another number means that something happened to a child. */
  childrenVersion?: number;
  /** Whoever saw the parent saw this too. */
  seenWithParent?: boolean;
}

/** What is told of every change, to build an index over the same entries. `add` replaces the entry of that ref. */
export interface EntryIndex {
  add(entry: Entry): void;
  remove(ref: Ref): void;
}

/** The catalog in memory: every change costs as much as what changed. Entries are never altered, only replaced. */
export interface Memory {
  readonly claims: ReadonlyMap<Ref, Claim>;
  readonly tombstones: Pick<Tombstones, 'all' | 'named'>;
  readonly sources: ReadonlyMap<string, SourceRow>;
  readonly relations: Pick<RelationIndex, 'visit'>;
  /** Who needs whom; made when somebody asks, and again after relations have changed. */
  needs(): NeedsIndex;
  /** What an entity is called now. */
  refOf(uid: string): Ref | undefined;
  /** Adds or replaces; the ref's tombstone goes. */
  put(claim: Claim): void;
  /** Takes the entity out, if it is there, and keeps what is told about its removal. */
  remove(ref: Ref, tombstone?: Tombstone): void;
  setTombstones(tombstones: Iterable<Tombstone>): void;
  setSources(sources: Iterable<SourceRow>): void;
  /** Source → its number of entities. */
  counts(): ReadonlyMap<string, number>;
}

export function createMemory(deps: { index: EntryIndex; edgesOf: (entry: Entry) => readonly Edge[] }): Memory {
  const claims = new Map<Ref, Claim>();
  const tombstones = createTombstones();
  const sources = new Map<string, SourceRow>();
  const relations = createRelationIndex();
  const counts = new Map<string, number>();
  const names = createNames(claims);
  const count = (source: string, by: number): void => void counts.set(source, (counts.get(source) ?? 0) + by);

  return {
    claims,
    tombstones,
    sources,
    relations,
    needs: keepNeeds(relations),
    refOf: (uid) => names.of(uid),
    put(claim) {
      const { entry } = claim;
      const before = claims.get(entry.ref);
      if (before) {
        count(before.entry.source, -1);
        names.remove(before.entry);
      }
      names.add(entry);
      tombstones.delete(entry.ref);
      claims.set(entry.ref, claim);
      relations.set(entry.ref, deps.edgesOf(entry));
      deps.index.add(entry);
      count(entry.source, 1);
    },
    remove(ref, tombstone) {
      const before = claims.get(ref);
      if (before) {
        claims.delete(ref);
        names.remove(before.entry);
        relations.delete(ref);
        deps.index.remove(ref);
        count(before.entry.source, -1);
      }
      if (tombstone) tombstones.set(tombstone);
      else tombstones.delete(ref);
    },
    setTombstones(all) {
      tombstones.clear();
      for (const tombstone of all) if (!claims.has(tombstone.ref)) tombstones.set(tombstone);
    },
    setSources(all) {
      sources.clear();
      for (const row of all) sources.set(row.name, row);
    },
    counts: () => counts,
  };
}

function keepNeeds(relations: RelationIndex): () => NeedsIndex {
  let kept: { index: NeedsIndex; version: number } | undefined;
  return () => {
    const { version } = relations;
    if (kept?.version !== version) kept = { index: buildNeedsIndex(relations.stated()), version };
    return kept.index;
  };
}

/** uid → ref, made when somebody asks for the first time: few do, and tens of thousands of them take megabytes. */
function createNames(claims: ReadonlyMap<Ref, Claim>) {
  let names: Map<string, Ref> | undefined;
  return {
    of(uid: string): Ref | undefined {
      names ??= new Map([...claims.values()].map(({ entry }) => [entry.uid, entry.ref]));
      return names.get(uid);
    },
    add: ({ uid, ref }: Entry): void => void names?.set(uid, ref),
    /** A new name may be there before the old one goes. */
    remove({ uid, ref }: Entry): void {
      if (names?.get(uid) === ref) names.delete(uid);
    },
  };
}
