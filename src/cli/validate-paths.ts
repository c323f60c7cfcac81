import { globSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { finishFile } from '#catalog/descriptor/finish-file.ts';
import { parseFile } from '#catalog/descriptor/parse-file.ts';
import type { Included, ReadRules } from '#catalog/descriptor/read-rules.ts';
import { defaultBounds, modelKinds } from '#core/catalog-config.ts';
import type { Problem, ReadFile } from '#core/descriptor.ts';
import { UserError } from '#core/user-error.ts';

/**
 * Checks descriptor files as the catalog would read them: files as given, folders with all their `*.yaml` and `*.yml`.
 * Without `allow` every kind of the model may come, since a file alone belongs to no source. Problems carry paths
 * relative to the working directory, in the order of files and lines. Throws UserError for a path that is not there.
 */
export async function validatePaths(
  paths: string[],
  options: { allow?: string[] },
): Promise<{ problems: Problem[]; files: number; entities: number; ignored: number }> {
  const allow = (options.allow ?? modelKinds).map((kind) => kind.toLowerCase());
  const rules: ReadRules = { allow, bounds: defaultBounds };
  const files = [...new Set(paths.flatMap(descriptorFiles))].toSorted();
  const read = files.map((file) => readOne(file, rules));
  return {
    problems: read.flatMap((file) => file.problems),
    files: files.length,
    entities: read.reduce((sum, file) => sum + file.descriptors.length, 0),
    ignored: read.reduce((sum, file) => sum + file.ignored.length, 0),
  };
}

function descriptorFiles(path: string): string[] {
  const full = resolve(path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) throw new UserError('path-missing', `There is no ${path}.`, 'Name a descriptor file or a folder with some.');
  if (!stat.isDirectory()) return [full];
  const exclude = (name: string): boolean => name === '.git' || name === 'node_modules';
  return globSync('**/*.{yaml,yml}', { cwd: full, exclude })
    .map((found) => join(full, found))
    .filter((found) => lstatSync(found).isFile());
}

function readOne(file: string, rules: ReadRules): ReadFile {
  const root = repositoryOf(file);
  const path = portable(relative(root, file));
  const parsed = parseFile({ path, text: readFileSync(file, 'utf8') }, rules);
  const included = includedFiles(root, parsed.includes);
  const read = finishFile(parsed, included, { rules, blob: '', depth: 0 });
  const shown = portable(relative(process.cwd(), file));
  const missing = read.targets.filter((target) => !target.glob && !target.optional && isMissing(join(root, target.pattern)));
  const problems = [...read.problems, ...missing.map((target) => missingTarget(path, target))];
  return { ...read, problems: problems.map((problem) => ({ ...problem, path: shown })) };
}

/** The Git repository around a file, else its own folder: includes and targets stay inside. */
function repositoryOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder;
    if (folder === dirname(folder)) return dirname(file);
  }
}

function includedFiles(root: string, paths: readonly string[]): Included {
  const included = new Map<string, string | { missing: string }>();
  for (const path of paths) {
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat?.isFile()) included.set(path, { missing: 'not found' });
    else if (!realpathSync(full).startsWith(realpathSync(root) + sep)) included.set(path, { missing: 'a link that leads out' });
    else included.set(path, readFileSync(full, 'utf8'));
  }
  return included;
}

function isMissing(path: string): boolean {
  return !statSync(path, { throwIfNoEntry: false })?.isFile();
}

function missingTarget(path: string, target: ReadFile['targets'][number]): Problem {
  return {
    severity: 'error',
    code: 'target-missing',
    message: `There is no file ${target.pattern} in the repository.`,
    fix: "Correct the target; it is relative to this file's folder.",
    path,
    line: target.line,
  };
}

function portable(path: string): string {
  return path.replaceAll('\\', '/');
}
