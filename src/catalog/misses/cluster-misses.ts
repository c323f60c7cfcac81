import type { DirectoryView, Entry } from '#core/directory.ts';
import { editDistance, emptyWord, spell, type Word } from '../find/edit-distance.ts';
import { foldText } from '../find/fold-text.ts';
import type { Miss } from './read-misses.ts';

/** Terms that mean the same, under the one that was typed most often. */
export interface MissCluster {
  term: string;
  /** The others, most often typed first. */
  alike: string[];
  /** Of all of them. */
  count: number;
  /** `YYYY-MM-DD`, UTC. */
  last: string;
}

/**
 * Folds terms together that differ in blanks, dashes and a letter or two. What is found by now, because it was added or
 * given an alias, is left out. The most often typed first. What resembles a term is a longer look, see `nearestTo`: hundreds
 * of those would keep everybody else waiting.
 * @param misses most often typed first
 */
export function clusterMisses(misses: readonly Miss[], view: DirectoryView): MissCluster[] {
  const clusters: { word: Word; cluster: MissCluster }[] = [];
  for (const { term, count, last } of misses) {
    if (isFound(term, view)) continue;
    const word = spell(foldText(term).replaceAll(/[\s._/-]+/g, ''), emptyWord());
    const same = clusters.find((other) => editDistance(other.word, word, slack(word)) <= slack(word))?.cluster;
    if (same) {
      same.alike.push(term);
      same.count += count;
      if (last > same.last) same.last = last;
      continue;
    }
    clusters.push({ word, cluster: { term, alike: [], count, last } });
  }
  return clusters.map(({ cluster }) => cluster).sort((a, b) => b.count - a.count || b.last.localeCompare(a.last));
}

/** By that name, or one that differs in blanks and dashes only, which a lookup forgives as well. */
function isFound(term: string, view: DirectoryView): boolean {
  const words = term.split(/[\s._-]+/).filter(Boolean);
  const spellings = new Set([term, ...[' ', '-', '_', '.', ''].map((between) => words.join(between))]);
  return [...spellings].some((spelling) => view.findExactly(spelling).outcome === 'one');
}

/** In short words every letter counts. */
function slack({ length }: Word): number {
  return length < 5 ? 0 : length < 9 ? 1 : 2;
}

/** What may be meant; undefined when nothing resembles it. */
export function nearestTo(term: string, view: DirectoryView): Entry | undefined {
  const found = view.find(term);
  if (found.outcome === 'assumed') return found.entry;
  if (found.outcome === 'several') return found.entries[0];
  return found.outcome === 'none' ? found.nearest[0] : undefined;
}
