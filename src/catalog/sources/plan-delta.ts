import type { FileState } from '#core/descriptor.ts';
import { globWork } from './find-targets.ts';
import { compileGlob, type PathMatch } from './glob.ts';
import type { PathChange } from './snapshot.ts';

export interface DeltaPlan {
  /** Known files that have to be read again. */
  again: Set<string>;
  /** Whether the set of files may have changed, so that Locations must be followed anew. */
  follow: boolean;
}

/**
 * Decides what a set of changed paths means: changed files, the files that include them, and the Locations whose
 * targets appeared or went. Pure; costs what is remembered once, and the changes once.
 */
export function planDelta(previous: ReadonlyMap<string, FileState>, changes: readonly PathChange[], isRoot: PathMatch): DeltaPlan {
  const index = indexStates(previous);
  const plan: DeltaPlan = { again: new Set(), follow: false };
  if (index.globs.length * changes.length > globWork) concernAll(index, plan);
  for (const change of changes) {
    if (previous.has(change.path)) {
      if (change.after !== undefined) plan.again.add(change.path);
      if (change.after !== change.before) plan.follow = true;
    } else if (change.after !== undefined && isRoot(change.path)) plan.follow = true;
    for (const includer of index.includers.get(change.path) ?? []) plan.again.add(includer);
    if (change.after === change.before) continue;
    for (const location of concerned(index, change.path)) {
      plan.again.add(location);
      plan.follow = true;
    }
  }
  return plan;
}

interface Index {
  /** Included path → files that include it. */
  includers: Map<string, string[]>;
  /** Target path → Locations that name it. */
  literals: Map<string, string[]>;
  globs: { matches: PathMatch; location: string }[];
}

function indexStates(files: ReadonlyMap<string, FileState>): Index {
  const index: Index = { includers: new Map(), literals: new Map(), globs: [] };
  for (const file of files.values()) {
    for (const include of file.includes) add(index.includers, include, file.path);
    for (const target of file.targets) {
      if (target.glob) index.globs.push({ matches: compileGlob(target.pattern), location: file.path });
      else add(index.literals, target.pattern, file.path);
    }
  }
  return index;
}

function concerned(index: Index, path: string): string[] {
  const named = index.literals.get(path) ?? [];
  const found = new Set(named);
  for (const { matches, location } of index.globs) {
    if (!found.has(location) && matches(path)) found.add(location);
  }
  return [...found];
}

/** Too many globs for too many changes to tell them apart: all of them are taken as concerned. */
function concernAll(index: Index, plan: DeltaPlan): void {
  for (const { location } of index.globs) plan.again.add(location);
  index.globs = [];
  plan.follow = true;
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
