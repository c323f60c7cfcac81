import type { OwnerContact } from '#core/catalog-config.ts';
import type { Entry, Found, Tombstone } from '#core/directory.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import { decideHits } from './decide-hits.ts';
import { exactHits } from './exact-hits.ts';
import type { Hits } from './exact-hits.ts';
import type { FindWorld } from './find-world.ts';
import { foldText } from './fold-text.ts';
import { createKeyIndex } from './key-index.ts';
import { findNear } from './find-near.ts';
import { spaceSet } from './key-space.ts';
import { nearestRef } from './nearest-ref.ts';
import { parseQuery } from './parse-query.ts';
import type { Query } from './query.ts';
import { suggestEntries } from './suggest-entries.ts';

export interface Finder {
  /** Takes in an entity or its new version; the entry must not be changed afterwards. */
  add(entry: Entry): void;
  remove(ref: Ref): void;
  /** Takes any text, of which it looks at the first 500 characters; never throws. */
  find(text: string, world: FindWorld): Found;
  /** By exact keys of what is there, and by nothing else: `one`, `several` or `none` without a word on what is near. */
  findExactly(text: string, world: FindWorld): Found;
  /** What may be meant by somebody who is still typing, best first. */
  suggest(typed: string, limit: number, world: FindWorld): Entry[];
  /** The one entity of the same kind that a dangling ref can well have meant. */
  nearestRef(ref: Ref, world: FindWorld): Ref | undefined;
}

/**
 * Looks up what people type. The rules: exact keys first, tier by tier as `key-space.ts` lists them; then what was
 * removed; then misspelt words; else the nearest names. It answers with one entity only when sure, or one letter away
 * from it with nothing else around.
 * @param people tells whom Slack's ids stand for
 * @param contacts channels and user groups that the configuration gives to owners
 */
export function createFinder(people: People, contacts: ReadonlyMap<Ref, OwnerContact> = new Map()): Finder {
  const index = createKeyIndex();
  return {
    add: (entry) => index.add(entry),
    remove: (ref) => index.remove(ref),
    nearestRef(ref, world) {
      const name = ref.slice(ref.indexOf('/') + 1);
      const near: Ref[] = [];
      for (const { word } of [{ word: name }, ...index.words.like(name, 2)]) {
        index.holders(word, spaceSet('name', 'location'), (holder) => {
          const entry = world.get(holder);
          if (entry && world.visible(entry)) near.push(holder);
        });
      }
      return nearestRef(ref, near);
    },
    suggest: (typed, limit, world) => suggestEntries(typed, limit, { index, people, contacts, world: withSteadyEntries(world) }),
    findExactly(text, anyWorld) {
      const world = withSteadyEntries(anyWorld);
      for (const ask of parseQuery(text).asks) {
        if ('unsure' in ask) continue;
        const hits = exactHits(ask, { index, people, contacts, world });
        if (hits.size > 0) return decideHits(hits, world);
      }
      return { outcome: 'none', nearest: [] };
    },
    find(text, anyWorld) {
      const world = withSteadyEntries(anyWorld);
      const query = parseQuery(text);
      if (query.typed === '') return { outcome: 'nothing-asked' };
      const look = { index, people, contacts, world };
      const unsure: Hits[] = [];
      for (const ask of query.asks) {
        const hits = exactHits(ask, look);
        if (hits.size === 0) continue;
        if ('unsure' in ask) unsure.push(hits);
        else return decideHits(hits, world);
      }
      const tombstone = removed(query, world);
      if (tombstone) return { outcome: 'removed', tombstone };
      const offered = unsure[0];
      return offered ? decideHits(offered, world, false) : findNear(query, text, look);
    },
  };
}

/** Entries are compared by identity here, and a view may make a new copy each time, such as of a disputed one. */
function withSteadyEntries(world: FindWorld): FindWorld {
  const seen = new Map<Ref, Entry | undefined>();
  const get = (ref: Ref): Entry | undefined => {
    if (!seen.has(ref)) seen.set(ref, world.get(ref));
    return seen.get(ref);
  };
  return { ...world, get };
}

/** The last that went of those that exactly this was the address or name of. */
function removed(query: Query, world: FindWorld): Tombstone | undefined {
  const names = spaceSet('name');
  const found = query.asks.flatMap((ask) => {
    if (ask.by === 'ref') return world.tombstone(ask.ref) ?? [];
    if (ask.by !== 'key' || (ask.spaces & names) === 0) return [];
    const { kinds, namespace } = ask.only ?? {};
    return world
      .tombstonesNamed(ask.text)
      .filter(
        (gone) => (!kinds || kinds.includes(gone.kind.toLowerCase())) && (!namespace || foldText(gone.ref).includes(`:${namespace}/`)),
      );
  });
  const gone = found.filter(({ ref }) => {
    const back = world.get(ref);
    return !back || !world.visible(back);
  });
  return gone.reduce<Tombstone | undefined>((last, next) => (last && last.removedAt >= next.removedAt ? last : next), undefined);
}
