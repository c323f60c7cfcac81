import type { LocationTarget, Problem, ReadFile } from '#core/descriptor.ts';
import type { FoundTarget } from './find-targets.ts';
import { nearestPath } from './nearest-path.ts';

type Failed = Exclude<FoundTarget['outcome'], 'found'>;

/** What to tell the author of a Location about a target that leads nowhere; undefined when that is allowed. */
export function targetProblem(
  file: ReadFile,
  { target, failed, paths }: { target: LocationTarget; failed: Failed; paths: readonly string[] },
): Problem | undefined {
  if (target.optional && (failed === 'missing' || failed === 'no-match')) return undefined;
  return locationProblem(file, target.line, words(target, failed, paths));
}

/** A problem on a Location's own line; it never keeps the other targets from being read. */
export function locationProblem(file: ReadFile, line: number, said: Pick<Problem, 'code' | 'message' | 'fix'>): Problem {
  const ref = file.descriptors.findLast((descriptor) => descriptor.line <= line)?.ref;
  return { severity: 'error', ...said, path: file.path, line, ...(ref === undefined ? {} : { ref }) };
}

function words(target: LocationTarget, failed: Failed, paths: readonly string[]): Pick<Problem, 'code' | 'message' | 'fix'> {
  const quoted = `"${target.pattern.length > 120 ? `${target.pattern.slice(0, 119)}…` : target.pattern}"`;
  switch (failed) {
    case 'missing': {
      const near = nearestPath(target.pattern, paths);
      const fix = near === undefined ? 'Correct the target, remove it, or add presence: optional.' : `Did you mean ${near}?`;
      return { code: 'target-missing', message: `Target ${quoted} is not there.`, fix };
    }
    case 'no-match':
      return {
        code: 'target-missing',
        message: `Target ${quoted} matches no file.`,
        fix: 'Correct the pattern, remove it, or add presence: optional.',
      };
    case 'folder':
      return {
        code: 'target-folder',
        message: `Target ${quoted} is a folder.`,
        fix: `Name its files, for example ${target.pattern.replace(/\/$/, '')}/*.yaml.`,
      };
    case 'symlink':
      return {
        code: 'target-symlink',
        message: `Target ${quoted} is, or is behind, a symbolic link or a submodule, which are not followed.`,
        fix: 'Name the file that it leads to.',
      };
    case 'too-much-work':
      return {
        code: 'target-limit',
        message: `Target ${quoted} is one pattern too many for a repository of this size.`,
        fix: 'Start patterns with a folder, or use fewer of them.',
      };
  }
}
