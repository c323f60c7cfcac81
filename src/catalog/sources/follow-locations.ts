import type { Bounds } from '#core/catalog-config.ts';
import type { FileState, LocationTarget, ReadFile } from '#core/descriptor.ts';
import { type TargetFinder } from './find-targets.ts';
import type { TargetIndex } from './target-index.ts';
import { locationProblem, targetProblem } from './target-problem.ts';

export interface FollowInput {
  roots: readonly string[];
  finder: TargetFinder;
  bounds: Bounds;
  /** What is remembered of a file and still holds at this depth; undefined: it has to be read. */
  remembered(path: string, depth: number): FileState | undefined;
  /** What a file named that went while it was to be read; the next look tells whether for good. */
  lastTargets: (path: string) => readonly LocationTarget[];
  read(paths: readonly string[], depth: number): Promise<ReadFile[]>;
}

export interface Followed {
  /** Files that were read, with the problems of their targets. */
  files: ReadFile[];
  /** Every file that belongs to the source. */
  reached: Set<string>;
  /** The bound on targets was met: what is remembered does not tell which Locations said so. */
  overflow: boolean;
}

/** Follows Locations breadth first, so that a file counts as reached by the shortest way; cycles end by themselves. */
export async function followLocations(input: FollowInput): Promise<Followed> {
  const followed: Followed = { files: [], reached: new Set(input.roots), overflow: false };
  const budget = { left: input.bounds.locationTargets };
  let level: readonly string[] = [...followed.reached];
  for (let depth = 0; level.length > 0; depth++) {
    const known = new Map<string, FileState>();
    for (const path of level) {
      const state = input.remembered(path, depth);
      if (state) known.set(path, state);
    }
    const read = await input.read(
      level.filter((path) => !known.has(path)),
      depth,
    );
    const fresh = new Map(read.map((file) => [file.path, file]));
    for (const file of read) followed.files.push(file);
    const next: string[] = [];
    for (const path of level) {
      const file = fresh.get(path);
      const targets = file?.targets ?? known.get(path)?.targets ?? input.lastTargets(path);
      if (targets.length > 0) visit({ input, followed, budget, file, targets, depth, next });
    }
    level = next;
  }
  return followed;
}

interface Visit {
  input: FollowInput;
  followed: Followed;
  budget: { left: number };
  /** Absent when it need not be read again: its problems are known already. */
  file: ReadFile | undefined;
  targets: readonly LocationTarget[];
  depth: number;
  next: string[];
}

function visit({ input, followed, budget, file, targets, depth, next }: Visit): void {
  const { locationDepth, locationTargets } = input.bounds;
  const [first] = targets;
  if (depth >= locationDepth) {
    const message = `This Location is ${depth} Locations away from where reading starts; more than ${locationDepth} are not followed.`;
    const fix = 'Name its targets nearer to the top, or raise catalog.bounds.locationDepth.';
    if (file && first) file.problems.push(locationProblem(file, first.line, { code: 'target-too-deep', message, fix }));
    return;
  }
  for (const target of targets) {
    const found = budget.left > 0 ? input.finder.find(target) : undefined;
    budget.left -= 1;
    const fresh = found?.outcome === 'found' ? found.paths.filter((path) => !followed.reached.has(path)) : [];
    // A name is one target; a pattern is as many as it finds. What fits is taken, so that what is remembered afterwards
    // shows that the bound was met.
    const taken = target.glob ? fresh.slice(0, Math.max(0, budget.left)) : fresh;
    if (target.glob) budget.left -= taken.length;
    for (const path of taken) {
      followed.reached.add(path);
      next.push(path);
    }
    if (found === undefined || taken.length < fresh.length) {
      followed.overflow = true;
      const message = `With this target the source has more than ${locationTargets} Location targets; what comes after is not followed.`;
      const fix = 'Split the source, or raise catalog.bounds.locationTargets.';
      if (file) file.problems.push(locationProblem(file, target.line, { code: 'target-too-many', message, fix }));
      return;
    }
    if (found.outcome === 'found' || !file) continue;
    // Suggestions cost a look at every path, so a file full of dead targets gets only so many.
    const paths = file.problems.length < 50 ? input.finder.paths : [];
    const problem = targetProblem(file, { target, failed: found.outcome, paths });
    if (problem) file.problems.push(problem);
  }
}

/** Whether an earlier reading may have met the bound on targets: then which files were left out is not remembered. */
export function filledTargets({ globs, targets, reached }: TargetIndex, bounds: Bounds): boolean {
  return (globs.length > 0 ? targets + reached : targets) >= bounds.locationTargets;
}
