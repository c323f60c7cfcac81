import type { Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { entityKeys } from './entity-keys.ts';
import { spaceNumber, wordSpaces } from './key-space.ts';
import type { Key, SpaceSet } from './key-space.ts';
import { createWordIndex } from './word-index.ts';
import type { WordIndex } from './word-index.ts';

/** Calls back for each holder of a key; `false` stops. */
export type Visit = (ref: Ref, space: number) => boolean | void;

export interface KeyIndex {
  /** Takes in an entity, or its new version. */
  add(entry: Entry): void;
  remove(ref: Ref): void;
  holders(text: string, spaces: SpaceSet, visit: Visit): void;
  readonly words: WordIndex;
}

/**
 * Keys of all entities in one map. A posting is `entity number * 32 + key space`, and most keys have one, so that an
 * organisation of 40,000 entities fits into some tens of megabytes.
 */
export function createKeyIndex(): KeyIndex {
  const postings = new Map<string, number | number[]>();
  const numbers = new Map<Ref, number>();
  const entries: (Entry | undefined)[] = [];
  const free: number[] = [];
  const words = createWordIndex((text) => some(postings.get(text), (posting) => isWord(posting)));

  function put(key: Key, number: number): void {
    const posting = number * 32 + spaceNumber(key.space);
    const known = postings.get(key.text);
    if (isWord(posting) && !some(known, isWord)) words.add(key.text);
    if (known === undefined) postings.set(key.text, posting);
    else if (typeof known === 'number') postings.set(key.text, [known, posting]);
    else known.push(posting);
  }

  function take(key: Key, number: number): void {
    const posting = number * 32 + spaceNumber(key.space);
    const known = postings.get(key.text);
    if (typeof known === 'number') postings.delete(key.text);
    else known?.splice(known.indexOf(posting), 1);
    if (Array.isArray(known) && known.length === 1) postings.set(key.text, known[0] ?? 0);
    if (isWord(posting) && !some(postings.get(key.text), isWord)) words.removed();
  }

  function remove(ref: Ref): void {
    const number = numbers.get(ref);
    const entry = number === undefined ? undefined : entries[number];
    if (number === undefined || !entry) return;
    for (const key of entityKeys(entry)) take(key, number);
    numbers.delete(ref);
    entries[number] = undefined;
    free.push(number);
  }

  return {
    words,
    remove,
    add(entry) {
      const keys = entityKeys(entry);
      const known = numbers.get(entry.ref);
      const old = known === undefined ? undefined : entries[known];
      if (known !== undefined && old && sameKeys(entityKeys(old), keys)) {
        entries[known] = entry;
        return;
      }
      remove(entry.ref);
      const number = free.pop() ?? entries.length;
      entries[number] = entry;
      numbers.set(entry.ref, number);
      for (const key of keys) put(key, number);
    },
    holders(text, spaces, visit) {
      some(postings.get(text), (posting) => {
        const ref = (spaces & (1 << (posting & 31))) === 0 ? undefined : entries[posting >>> 5]?.ref;
        return ref !== undefined && visit(ref, posting & 31) === false;
      });
    },
  };
}

function some(posting: number | number[] | undefined, test: (posting: number) => boolean): boolean {
  if (posting === undefined) return false;
  return typeof posting === 'number' ? test(posting) : posting.some(test);
}

function isWord(posting: number): boolean {
  return (wordSpaces & (1 << (posting & 31))) !== 0;
}

function sameKeys(a: readonly Key[], b: readonly Key[]): boolean {
  return a.length === b.length && a.every((key, i) => key.text === b[i]?.text && key.space === b[i]?.space);
}
