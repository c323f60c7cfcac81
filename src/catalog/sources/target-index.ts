import type { FileState, ReadFile } from '#core/descriptor.ts';
import { expandBraces } from './expand-braces.ts';
import { compileGlob, type PathMatch } from './glob.ts';

type States = ReadonlyMap<string, FileState>;

/** What the remembered files of a source say of other paths. */
export interface TargetIndex {
  /** Included path → files that include it. */
  includers: ReadonlyMap<string, readonly string[]>;
  /** Target path → Locations that name it. */
  literals: ReadonlyMap<string, readonly string[]>;
  globs: readonly { matches: PathMatch; location: string }[];
  /** How many targets all files name. */
  targets: number;
  /** How many files a Location led to. */
  reached: number;
}

/** The index of these files, made once for each map, in which from then on only what `namesTheSame` may change. */
export function indexTargets(files: States): TargetIndex {
  const index = indexes.get(files) ?? build(files);
  indexes.set(files, index);
  return index;
}

/**
 * Whether these files name the same after some were read again, because those name nothing and did not before: the
 * index then stays true although their contents changed, and a change of one file costs no look at all others.
 */
export function namesTheSame(files: States, read: { files: readonly ReadFile[]; removed: readonly string[] }): boolean {
  if (read.removed.length > 0) return false;
  return read.files.every((file) => {
    const old = files.get(file.path);
    return old !== undefined && old.depth === file.depth && namesNothing(old) && namesNothing(file);
  });
}

const indexes = new WeakMap<States, TargetIndex>();

function namesNothing({ includes, targets }: Pick<FileState, 'includes' | 'targets'>): boolean {
  return includes.length === 0 && targets.length === 0;
}

function build(files: States): TargetIndex {
  const includers = new Map<string, string[]>();
  const literals = new Map<string, string[]>();
  const globs: { matches: PathMatch; location: string }[] = [];
  let targets = 0;
  let reached = 0;
  for (const file of files.values()) {
    targets += file.targets.length;
    if (file.depth > 0) reached += 1;
    for (const include of file.includes) add(includers, include, file.path);
    for (const target of file.targets) {
      if (target.glob) for (const one of expandBraces(target.pattern)) globs.push({ matches: compileGlob(one), location: file.path });
      else add(literals, target.pattern, file.path);
    }
  }
  return { includers, literals, globs, targets, reached };
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
