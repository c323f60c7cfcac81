import type { FileState, ReadFile } from '#core/descriptor.ts';
import { targetFinder } from './find-targets.ts';
import { filledTargets, followLocations } from './follow-locations.ts';
import type { PathMatch } from './glob.ts';
import { keepTargets } from './keep-targets.ts';
import { planDelta } from './plan-delta.ts';
import { type Reading, readDescriptors } from './read-descriptors.ts';
import type { PathChange } from './snapshot.ts';
import { indexTargets } from './target-index.ts';

export interface SnapshotInput extends Reading {
  isRoot: PathMatch;
}

type States = ReadonlyMap<string, FileState>;

export interface Read {
  full: boolean;
  files: ReadFile[];
  removed: string[];
}

/** Reads everything that the source's paths and its Locations reach. `previous`: what is remembered, if anything. */
export async function readAll(input: SnapshotInput, previous: States = new Map()): Promise<Read> {
  const read = readerKeeping(input, previous);
  const { files } = await follow(input, { remembered: () => undefined, lastTargets: () => [], read });
  return { full: true, files, removed: [] };
}

/**
 * Reads what changed since `previous`: changed files and what includes them and, only when the set of files or a
 * Location changed, what is reached now and was not, and the other way round.
 */
export async function readChanges(input: SnapshotInput, previous: States, changes: readonly PathChange[]): Promise<Read> {
  const read = readerKeeping(input, previous);
  if (filledTargets(indexTargets(previous), input.rules.bounds)) return readAll(input, previous);
  const plan = planDelta(previous, changes, input.isRoot);
  const already = new Map<string, ReadFile>();
  if (!plan.follow) {
    for (const [depth, paths] of byDepth(plan.again, previous)) {
      for (const file of await read(paths, depth)) already.set(file.path, file);
    }
    // Files without targets say nothing about others.
    const leaf = (path: string) => (previous.get(path)?.targets.length ?? 0) === 0 && (already.get(path)?.targets.length ?? 0) === 0;
    if ([...plan.again].every(leaf)) return { full: false, files: [...already.values()], removed: [] };
  }
  const { files, reached, overflow } = await follow(input, {
    remembered(path, depth) {
      const state = plan.again.has(path) ? undefined : previous.get(path);
      return state?.depth === depth ? state : undefined;
    },
    lastTargets: (path) => previous.get(path)?.targets ?? [],
    async read(paths, depth) {
      const known = paths.flatMap((path) => already.get(path) ?? []).filter((file) => file.depth === depth);
      const held = new Set(known.map((file) => file.path));
      const rest = paths.filter((path) => !held.has(path));
      return [...known, ...(await read(rest, depth))];
    },
  });
  if (overflow) return readAll(input, previous);
  return { full: false, files, removed: [...previous.keys()].filter((path) => !reached.has(path)) };
}

async function follow(input: SnapshotInput, how: Pick<Parameters<typeof followLocations>[0], 'remembered' | 'lastTargets' | 'read'>) {
  const all = await input.snapshot.all();
  const roots = [...all].filter(([path, kind]) => kind !== 'submodule' && input.isRoot(path)).map(([path]) => path);
  return followLocations({ ...how, roots, finder: targetFinder(all), bounds: input.rules.bounds });
}

function readerKeeping(input: SnapshotInput, previous: States) {
  return async (paths: readonly string[], depth: number): Promise<ReadFile[]> => {
    const files = await readDescriptors(input, paths, depth);
    return files.map((file) => keepTargets(file, previous.get(file.path)));
  };
}

function byDepth(paths: Iterable<string>, states: States): Map<number, string[]> {
  return Map.groupBy(paths, (path) => states.get(path)?.depth ?? 0);
}
