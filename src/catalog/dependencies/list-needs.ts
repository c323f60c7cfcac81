import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { mostImportantOf } from '../ownership/owned.ts';
import { closureOf } from './closure.ts';

export interface ListedNeed {
  entry: Entry;
  /** From 1. */
  distance: number;
}

/** Which of a list are wanted: from the one to before the other, counted from 0. */
export interface Window {
  from: number;
  to: number;
}

export interface NeedsList {
  total: number;
  listed: ListedNeed[];
}

/** What a thing needs or what needs it, nearest first, of those at one distance production first. */
export function listNeeds(view: DirectoryView, start: Ref, about: { way: Way; depth: number | 'all'; window?: Window }): NeedsList {
  const { way, depth, window = { from: 0, to: Infinity } } = about;
  const { levels } = closureOf(view.needs(), start, { way, depth: depth === 'all' ? Infinity : depth });
  const listed: ListedNeed[] = [];
  let total = 0;
  for (const [i, level] of levels.entries()) {
    const entries = level.flatMap((ref) => view.get(ref) ?? []);
    const [from, to] = [Math.max(0, window.from - total), window.to - total];
    total += entries.length;
    // What is on another page is counted alone: to put thousands in order takes longer than to find them.
    if (to <= 0 || from >= entries.length) continue;
    const ordered = mostImportantOf(entries, Math.min(to, entries.length)).slice(from);
    listed.push(...ordered.map((entry) => ({ entry, distance: i + 1 })));
  }
  return { total, listed };
}
