import { formatProblem } from '#catalog/descriptor/format-problem.ts';
import { validatePaths } from './validate-paths.ts';

/** `switchboard validate`: needs no configuration, no database and no network. */
export async function validate(paths: string[]): Promise<void> {
  const { problems, files, entities, ignored } = await validatePaths(paths, {});
  for (const problem of problems) console.log(formatProblem(problem));
  const errors = problems.filter((p) => p.severity === 'error').length;
  console.error(
    `${files} files: ${entities} entities, ${ignored} documents ignored, ${errors} errors, ${problems.length - errors} warnings`,
  );
  process.exitCode = errors > 0 ? 1 : 0;
}
