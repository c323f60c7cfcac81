import type { LocationTarget } from '#core/descriptor.ts';
import { expandBraces } from './expand-braces.ts';
import { compileGlob, globPrefix } from './glob.ts';
import type { Kind } from './snapshot.ts';

export type FoundTarget =
  | { outcome: 'found'; paths: string[] }
  | { outcome: 'missing' | 'symlink' | 'folder' | 'no-match' | 'too-much-work' };

/** How many paths all the globs of one reading may be held against. */
export const globWork = 5_000_000;

/** Finds what Location targets mean among all the files of a source. */
export interface TargetFinder {
  find(target: LocationTarget): FoundTarget;
  /** All paths, sorted. */
  readonly paths: readonly string[];
}

/**
 * Thousands of `**` in one file must not stop the process, so after `work` comparisons globs find nothing.
 */
export function targetFinder(all: ReadonlyMap<string, Kind>, work = globWork): TargetFinder {
  let sorted: string[] | undefined;
  let left = work;
  const paths = () => (sorted ??= [...all.keys()].sort());
  const glob = (pattern: string): FoundTarget => {
    const range = below(paths(), globPrefix(pattern));
    left -= range.length * expandBraces(pattern).length;
    if (left < 0) return { outcome: 'too-much-work' };
    const matches = compileGlob(pattern);
    const found = range.filter((path) => all.get(path) === 'file' && matches(path));
    return found.length > 0 ? { outcome: 'found', paths: found } : { outcome: 'no-match' };
  };
  const literal = (path: string): FoundTarget => {
    const kind = all.get(path);
    if (kind === 'file') return { outcome: 'found', paths: [path] };
    if (kind !== undefined || linkAbove(all, path)) return { outcome: 'symlink' };
    return { outcome: below(paths(), `${path.replace(/\/$/, '')}/`).length > 0 ? 'folder' : 'missing' };
  };
  return {
    find: (target) => (target.glob ? glob(target.pattern) : literal(target.pattern)),
    get paths() {
      return paths();
    },
  };
}

function linkAbove(all: ReadonlyMap<string, Kind>, path: string): boolean {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    if (all.has(path.slice(0, cut))) return true;
  }
  return false;
}

/** The part of a sorted list whose members start with `prefix`. */
export function below(sorted: readonly string[], prefix: string): readonly string[] {
  const from = lowerBound(sorted, prefix);
  if (prefix === '') return sorted;
  return sorted.slice(from, Math.max(from, lowerBound(sorted, `${prefix}\uffff`)));
}

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
