import type { FileState } from '#core/descriptor.ts';
import { globWork } from './find-targets.ts';
import type { PathMatch } from './glob.ts';
import type { PathChange } from './snapshot.ts';
import { indexTargets, type TargetIndex } from './target-index.ts';

export interface DeltaPlan {
  /** Known files that have to be read again. */
  again: Set<string>;
  /** Whether the set of files may have changed, so that Locations must be followed anew. */
  follow: boolean;
}

/**
 * Decides what a set of changed paths means: changed files, the files that include them, and the Locations whose
 * targets appeared or went. Costs the changes once, and what is remembered once for as long as it names the same.
 */
export function planDelta(previous: ReadonlyMap<string, FileState>, changes: readonly PathChange[], isRoot: PathMatch): DeltaPlan {
  const index = indexTargets(previous);
  const plan: DeltaPlan = { again: new Set(), follow: false };
  // Too many globs for too many changes to tell them apart: all of them are taken as concerned.
  const tooMany = index.globs.length * changes.length > globWork;
  if (tooMany) {
    for (const { location } of index.globs) plan.again.add(location);
    plan.follow = true;
  }
  const globs = tooMany ? [] : index.globs;
  for (const change of changes) {
    if (previous.has(change.path)) {
      if (change.after !== undefined) plan.again.add(change.path);
      if (change.after !== change.before) plan.follow = true;
    } else if (change.after !== undefined && isRoot(change.path)) plan.follow = true;
    for (const includer of index.includers.get(change.path) ?? []) plan.again.add(includer);
    if (change.after === change.before) continue;
    for (const location of concerned({ literals: index.literals, globs }, change.path)) {
      plan.again.add(location);
      plan.follow = true;
    }
  }
  return plan;
}

function concerned({ literals, globs }: Pick<TargetIndex, 'literals' | 'globs'>, path: string): Set<string> {
  const found = new Set(literals.get(path));
  for (const { matches, location } of globs) {
    if (!found.has(location) && matches(path)) found.add(location);
  }
  return found;
}
