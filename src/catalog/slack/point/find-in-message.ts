import type { DirectoryView, Entry } from '#core/directory.ts';
import { kindOf } from '../../ownership/owner.ts';
import type { Candidate } from './candidates.ts';

const mostHits = 5;

/** What a message certainly names, the most telling first; at most five, each once, and no people. */
export function findInMessage(view: DirectoryView, candidates: readonly Candidate[]): Entry[] {
  const hits = new Map<string, Entry>();
  for (const { text } of candidates) {
    const found = view.findExactly(text);
    if (found.outcome === 'one' && kindOf(found.entry) !== 'user' && !hits.has(found.entry.ref)) hits.set(found.entry.ref, found.entry);
    if (hits.size === mostHits) break;
  }
  return [...hits.values()];
}
