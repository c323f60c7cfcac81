import type { DirectoryView, Entry, Freshness, SourceFacts } from '#core/directory.ts';
import type { FindWorld } from '#catalog/find/find-world.ts';
import type { Finder } from '#catalog/find/finder.ts';
import type { Ref } from '#core/ref.ts';
import { needsGraph } from '../dependencies/needs-graph.ts';
import type { Memory } from './memory.ts';
import { relationsOf } from './relation-index.ts';

/** What a view looks at. */
export interface Sight {
  memory: Memory;
  freshness: () => Freshness;
  finder: Pick<Finder, 'find' | 'findExactly' | 'suggest' | 'nearestRef'>;
}

/**
 * The catalog as an audience sees it that may see the sources for which `sees` is true. Nothing is copied: what is
 * hidden is left out while reading. A target that exists but is hidden is left out; one that is not in the catalog
 * stays, because a dangling reference is news. What is hidden is decided when the view is made: it is for one answer.
 */
export function buildView(sight: Sight, sees: (source: string) => boolean): DirectoryView {
  const { memory } = sight;
  const entry = (ref: Ref): Entry | undefined => {
    const found = memory.claims.get(ref)?.entry;
    return found && sees(found.source) ? shown(found, sees) : undefined;
  };
  // Most catalogs hide nothing, and a team is asked for hundreds of relations.
  const open = memory.counts().keys().every(sees);
  const hidden = (ref: Ref): boolean => {
    if (open) return false;
    const found = memory.claims.get(ref);
    return found !== undefined && !sees(found.entry.source);
  };
  const shows = (ref: Ref): boolean => !hidden(ref);
  const view: DirectoryView = {
    get: entry,
    withUid(uid) {
      const ref = memory.refOf(uid);
      return ref === undefined ? undefined : entry(ref);
    },
    relations: (ref) => (hidden(ref) ? [] : relationsOf(memory.relations, ref, { counts: shows }).filter((r) => !hidden(r.targetRef))),
    targets(ref, type) {
      const result: Ref[] = [];
      if (hidden(ref)) return result;
      memory.relations.visit(ref, { type, counts: shows }, (_, target) => {
        if (!hidden(target)) result.push(target);
      });
      return result;
    },
    needs: () => needsGraph(memory.needs(), open ? undefined : hidden),
    entries: () => ({ [Symbol.iterator]: () => visible(memory, sees) }),
    tombstone(ref) {
      const found = memory.tombstones.all.get(ref);
      return found && sees(found.source) ? found : undefined;
    },
    tombstoneWithUid: (uid) => memory.tombstones.all.values().find((gone) => gone.uid === uid && sees(gone.source)),
    source: (name) => (sees(name) ? factsOf(memory, name) : undefined),
    find: (text) => sight.finder.find(text, world),
    findExactly: (text) => sight.finder.findExactly(text, world),
    suggest: (typed, limit) => sight.finder.suggest(typed, limit, world),
    nearest: (ref) => sight.finder.nearestRef(ref, world),
    get freshness() {
      return sight.freshness();
    },
  };
  const world = findWorld(memory, view, sees);
  return view;
}

/** A source as the directory tells it; undefined when there is no such source. */
export function factsOf(memory: Memory, name: string): SourceFacts | undefined {
  const row = memory.sources.get(name);
  return row && { ...row, entities: memory.counts().get(name) ?? 0 };
}

function* visible(memory: Memory, sees: (source: string) => boolean): Generator<Entry> {
  for (const { entry } of memory.claims.values()) if (sees(entry.source)) yield shown(entry, sees);
}

/** All that a lookup may know: what its audience may see. */
function findWorld(memory: Memory, view: DirectoryView, sees: (source: string) => boolean): FindWorld {
  return {
    get: (ref) => view.get(ref),
    visible: (entry) => sees(entry.source),
    owners: (ref) => view.targets(ref, 'ownedBy'),
    tombstone: (ref) => view.tombstone(ref),
    tombstonesNamed: (name) => memory.tombstones.named(name).filter((gone) => sees(gone.source)),
    repositories: () => repositories(memory, sees),
  };
}

function* repositories(memory: Memory, sees: (source: string) => boolean): Generator<{ source: string; url: string }> {
  for (const { name, webUrl } of memory.sources.values()) if (webUrl !== undefined && sees(name)) yield { source: name, url: webUrl };
}

/** Where else a ref is claimed is told only of places that this audience may see. */
function shown(entry: Entry, sees: (source: string) => boolean): Entry {
  if (entry.rivals.length === 0 || entry.rivals.every((rival) => sees(rival.source))) return entry;
  return { ...entry, rivals: entry.rivals.filter((rival) => sees(rival.source)) };
}
