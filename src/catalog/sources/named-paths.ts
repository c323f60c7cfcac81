import type { NamedPath } from '#core/child-source.ts';
import type { ReadFile } from '#core/descriptor.ts';
import { targetFinder } from './find-targets.ts';
import { compileGlob, isGlob, type PathMatch } from './glob.ts';
import type { Read } from './read-snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { targetProblem } from './target-problem.ts';

const normal = (path: string) => path.replace(/^(\.?\/)+/, '');

/** The files and patterns that somebody named from elsewhere; `*`, `[a-z]` and `{a,b}` mean what they mean in a Location. */
export function namedMatcher(named: readonly NamedPath[]): PathMatch {
  const literal = new Set(named.map(({ path }) => normal(path)));
  const globs = [...literal].filter(isGlob).map(compileGlob);
  return (path) => literal.has(path) || globs.some((matches) => matches(path));
}

/** Adds, for each name that leads nowhere, a file that holds nothing but that problem, and says who named it. */
export async function withMissing(read: Read, named: readonly NamedPath[], snapshot: Snapshot): Promise<Read> {
  const literal = named.map(({ path }) => normal(path)).filter((path) => !isGlob(path));
  const isAll = literal.length < named.length;
  const finder = targetFinder(isAll ? await snapshot.all() : await snapshot.lookup(literal));
  const missing = named.flatMap((one) => missingFile(one, finder));
  const there = new Set(missing.map(({ path }) => path));
  return { ...read, files: [...read.files, ...missing], removed: read.removed.filter((path) => !there.has(path)) };
}

function missingFile({ path, optional, from }: NamedPath, finder: ReturnType<typeof targetFinder>): ReadFile[] {
  const pattern = normal(path);
  const target = { pattern, glob: isGlob(pattern), optional, line: 1 };
  const { outcome } = finder.find(target);
  if (outcome === 'found') return [];
  const file: ReadFile = {
    path: pattern,
    blob: 'missing',
    depth: 0,
    descriptors: [],
    problems: [],
    ignored: [],
    includes: [],
    targets: [],
    unreadable: false,
  };
  const problem = targetProblem(file, { target, failed: outcome, paths: finder.paths });
  const by = from ? ` ${from.source} names it in ${from.path}:${from.line}.` : '';
  return problem ? [{ ...file, problems: [{ ...problem, message: problem.message + by }] }] : [];
}
