import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { byImportance } from '../ownership/owned.ts';
import { closureOf } from './closure.ts';

export interface ListedNeed {
  entry: Entry;
  /** From 1. */
  distance: number;
}

/** What a thing needs or what needs it, nearest first, of those at one distance production first. */
export function listNeeds(view: DirectoryView, start: Ref, about: { way: Way; depth: number | 'all' }): ListedNeed[] {
  const { way, depth } = about;
  const { levels } = closureOf(view.needs(), start, { way, depth: depth === 'all' ? Infinity : depth });
  return levels.flatMap((level, i) =>
    level
      .flatMap((ref) => view.get(ref) ?? [])
      .sort(byImportance)
      .map((entry) => ({ entry, distance: i + 1 })),
  );
}
