import type { Entry, Found } from '#core/directory.ts';
import { choiceLimit, decideHits } from './decide-hits.ts';
import { counts } from './exact-hits.ts';
import type { Look } from './exact-hits.ts';
import { wordSpaces } from './key-space.ts';
import { compareEntries, firstOf, ownersOf } from './order-entries.ts';
import type { Near, Only, Query } from './query.ts';
import type { Likeness } from './word-index.ts';

/** A misspelt thing: entities of one name and one owner are one candidate, whatever their kinds. */
interface Candidate extends Likeness {
  entry: Entry;
}

/**
 * Looks for words with typing errors, once it is known that nothing is called so. One is assumed to be meant only one
 * letter away, with no second near it; all others are choices.
 */
export function findNear(query: Query, typed: string, look: Look): Found {
  for (const near of query.near) {
    const { sameLetters, candidates, total } = gather(near, look);
    // Nothing but blanks and dashes differ: that is the name.
    if (sameLetters.size > 0) return decideHits(new Map([...sameLetters].map((entry) => [entry, 0])), look.world, near.assume);
    const [first] = candidates;
    if (!first) continue;
    if (near.assume && isClear(near.text, candidates)) {
      return { outcome: 'assumed', entry: first.entry, typed: typed.trim().slice(0, 100), name: nameOf(first) };
    }
    return { outcome: 'several', entries: candidates.slice(0, choiceLimit).map(({ entry }) => entry), total };
  }
  return { outcome: 'none', nearest: resembling(query, look) };
}

interface Gathered {
  /** Hits that differ from what was typed in blanks and dashes only. */
  sameLetters: Set<Entry>;
  /** Best first, not more than are compared. */
  candidates: Candidate[];
  total: number;
}

/** How many candidates are told apart by their owners; the rest is only counted. */
const comparedLimit = 100;

/** Three letters off is looked at only where nothing is nearer, and not in short words, of which it leaves nothing. */
function gather(near: Near, look: Look): Gathered {
  const { length } = near.text;
  const gathered = gatherWithin(length < 4 ? 1 : 2, near, look);
  return gathered.total > 0 || length < 8 ? gathered : gatherWithin(3, near, look);
}

function gatherWithin(limit: number, { text, only }: Near, look: Look): Gathered {
  const sameLetters = new Set<Entry>();
  const best = new Map<Entry, Candidate>();
  for (const likeness of look.index.words.like(text, limit)) {
    for (const entry of namedBy(likeness.word, look, only)) {
      if (likeness.distance === 0) sameLetters.add(entry);
      const known = best.get(entry);
      if (!known || compareLikeness(likeness, known) < 0) best.set(entry, { ...likeness, entry });
    }
  }
  const all = [...best.values()];
  const nearest = all.reduce((least, { distance }) => Math.min(least, distance), Infinity);
  const worthShowing = all.filter(({ distance }) => distance <= nearest + 1.5);
  const compared = firstOf(worthShowing, comparedLimit, (a, b) => compareLikeness(a, b) || compareEntries(a.entry, b.entry));
  const candidates = [...Map.groupBy(compared, (candidate) => sameness(candidate, look)).values()].flatMap(([first]) => first ?? []);
  return { sameLetters, candidates, total: worthShowing.length - compared.length + candidates.length };
}

function sameness(candidate: Candidate, { world }: Look): string {
  return `${nameOf(candidate)} ${ownersOf(candidate.entry, world)}`;
}

function namedBy(word: string, { index, world }: Look, only: Only | undefined): Entry[] {
  const entries: Entry[] = [];
  index.holders(word, wordSpaces, (ref) => {
    const entry = world.get(ref);
    if (entry && world.visible(entry) && counts(entry, only)) entries.push(entry);
  });
  return entries;
}

function compareLikeness(a: Likeness, b: Likeness): number {
  return a.distance - b.distance || Number(b.sameDigits) - Number(a.sameDigits) || b.prefix - a.prefix;
}

/**
 * Two wrong letters can turn one name into the neighbour of another, so a name two letters away with the same digits
 * stands in the way too, and so does one that has what was typed among its words.
 */
function isClear(text: string, [first, ...others]: readonly Candidate[]): boolean {
  if (!first || first.distance > 1 || text.length < 4 || first.word.length < 4) return false;
  return !others.some(({ distance, sameDigits }) => distance <= 1.5 || (distance === 2 && sameDigits));
}

function nameOf({ entry }: { entry: Entry }): string {
  return entry.entity.metadata.name;
}

function resembling(query: Query, look: Look): Entry[] {
  const [near] = query.near;
  if (!near) return [];
  const entries = look.index.words.resembling(near.text, (word) => namedBy(word, look, undefined).length > 0);
  const found = new Map<string, Entry>();
  for (const word of entries) {
    const [entry] = namedBy(word, look, undefined).sort(compareEntries);
    if (entry && !found.has(entry.entity.metadata.name)) found.set(entry.entity.metadata.name, entry);
  }
  return [...found.values()].slice(0, 3);
}
