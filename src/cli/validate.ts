import { formatProblem } from '#catalog/descriptor/format-problem.ts';
import type { Problem } from '#core/descriptor.ts';
import { formatGithub } from './format-github.ts';
import { readPaths, validated } from './validate-paths.ts';

export interface ValidateFlags {
  format: 'text' | 'github';
  /** A source of the stored catalog; without it nothing is needed: no configuration, no database, no network. */
  against?: string;
}

/** `switchboard validate`: prints problems, and exits with 1 when one of them is an error. */
export async function validate(paths: string[], { format, against }: ValidateFlags): Promise<void> {
  const source = against === undefined ? undefined : await (await import('./validate-against.ts')).sourceNamed(against);
  const read = await readPaths(paths, source?.options ?? {});
  const { problems, files, entities, ignored } = validated(read);
  const all: Problem[] = source ? [...problems, ...(await source.check(read, paths))].toSorted(byPlace) : problems;
  for (const problem of all) console.log(format === 'github' ? formatGithub(problem) : formatProblem(problem));
  const errors = all.filter((p) => p.severity === 'error').length;
  console.error(`${files} files: ${entities} entities, ${ignored} documents ignored, ${errors} errors, ${all.length - errors} warnings`);
  process.exitCode = errors > 0 ? 1 : 0;
}

function byPlace(a: Problem, b: Problem): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
}
