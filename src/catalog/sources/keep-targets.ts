import type { FileState, Problem, ReadFile } from '#core/descriptor.ts';

/**
 * A slip in a Location file must not take away all that it names: as long as the file cannot be understood, what it
 * named before is followed too.
 */
export function keepTargets(file: ReadFile, before: FileState | undefined): ReadFile {
  if (!before || before.targets.length === 0) return file;
  const understood = file.targets.length > 0 || file.descriptors.some(({ ref }) => ref.startsWith('location:'));
  const broken = file.unreadable || (!understood && file.problems.some(mayBeLocation));
  if (!broken) return file;
  const named = new Set(file.targets.map(({ pattern }) => pattern));
  return { ...file, targets: [...file.targets, ...before.targets.filter(({ pattern }) => !named.has(pattern))] };
}

/** A document that is refused does not say what it would have been, when its name is what is wrong with it. */
function mayBeLocation({ severity, ref }: Problem): boolean {
  return severity === 'error' && (ref === undefined || ref.startsWith('location:'));
}
