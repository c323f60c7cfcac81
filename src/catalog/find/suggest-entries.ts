import type { Entry } from '#core/directory.ts';
import { exactHits, type Look } from './exact-hits.ts';
import { bare, cleanQuery } from './fold-text.ts';
import { wordSpaces } from './key-space.ts';
import { compareEntries, firstOf } from './order-entries.ts';
import { parseQuery } from './parse-query.ts';
import type { Likeness } from './word-index.ts';

/**
 * What may be meant by somebody who is still typing: what is called exactly so, then what begins so, then what has a
 * word that begins so, then what is one letter off. Pasted addresses and pods are found as in any question.
 */
export function suggestEntries(typed: string, limit: number, look: Look): Entry[] {
  const ranks = new Map<Entry, number>();
  const offer = (entry: Entry, rank: number) => ranks.set(entry, Math.min(rank, ranks.get(entry) ?? Infinity));
  for (const ask of parseQuery(typed).asks) for (const [entry, tier] of exactHits(ask, look)) offer(entry, tier / 100);
  const text = bare(cleanQuery(typed)).replace(/^[#@]/, '');
  if (text.length < 2) return [...ranks.keys()].slice(0, limit);
  for (const likeness of look.index.words.like(text, 1)) {
    // Of three letters one that is wrong leaves too little.
    if (text.length < 4 && likeness.distance === 1 && !likeness.word.startsWith(text)) continue;
    const rank = rankOf(text, likeness);
    look.index.holders(likeness.word, wordSpaces, (ref) => {
      const entry = look.world.get(ref);
      if (entry && look.world.visible(entry)) offer(entry, rank);
    });
  }
  return firstOf(ranks, limit, ([a, x], [b, y]) => x - y || compareEntries(a, b)).map(([entry]) => entry);
}

/** Exact hits are below 1. Of names that begin so the shorter one is nearer to what has been typed. */
function rankOf(text: string, { word, distance }: Likeness): number {
  if (word.startsWith(text)) return 1 + Math.min(word.length, 900) / 1000;
  return 2 + distance;
}
