import picomatch from 'picomatch';
import type { PathMatch } from './glob.ts';

/** The operator's globs, relative to the source's root; names that start with a dot match like any other. */
export function rootMatcher(paths: readonly string[]): PathMatch {
  return picomatch(
    paths.map((path) => path.replace(/^(\.?\/)+/, '')),
    { dot: true, nocase: false },
  );
}
