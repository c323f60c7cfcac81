import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ReadRules } from '#catalog/descriptor/read-rules.ts';
import { targetFinder } from '#catalog/sources/find-targets.ts';
import { readDescriptors } from '#catalog/sources/read-descriptors.ts';
import type { Snapshot } from '#catalog/sources/snapshot.ts';
import { targetProblem } from '#catalog/sources/target-problem.ts';
import { walkFolder } from '#catalog/sources/walk-folder.ts';
import { webUrlOf } from '#catalog/web-links.ts';
import { defaultBounds, modelKinds } from '#core/catalog-config.ts';
import { type Problem, type ReadFile, SourceUnavailable } from '#core/descriptor.ts';
import { UserError } from '#core/user-error.ts';
import { checkoutSnapshot } from './checkout-snapshot.ts';
import type { CheckedFile } from './given-files.ts';

export interface Validated {
  problems: Problem[];
  files: number;
  entities: number;
  ignored: number;
}

export interface ValidateOptions {
  /** Kinds that may come; absent: every kind of the model, since a file alone belongs to no source. */
  allow?: readonly string[];
  /** The folder that files are of; absent: the Git repository around each. */
  root?: string;
}

/** Checks descriptor files as `readPaths` reads them. Throws UserError for what cannot be read. */
export async function validatePaths(paths: readonly string[], options: ValidateOptions): Promise<Validated> {
  return validated(await readPaths(paths, options));
}

/** Problems in the order of files and lines, and how much there is of all else. */
export function validated(read: readonly CheckedFile[]): Validated {
  return {
    problems: read.flatMap((file) => file.problems.toSorted((a, b) => a.line - b.line)),
    files: read.length,
    entities: read.reduce((sum, file) => sum + file.descriptors.length, 0),
    ignored: read.reduce((sum, file) => sum + file.ignored.length, 0),
  };
}

/**
 * Reads descriptor files with what reads them into the catalog: files as given, folders with all their `*.yaml` and
 * `*.yml`. Paths are relative to the working directory.
 */
export async function readPaths(paths: readonly string[], options: ValidateOptions): Promise<CheckedFile[]> {
  const allow = (options.allow ?? modelKinds).map((kind) => kind.toLowerCase());
  const signal = new AbortController().signal;
  const read: CheckedFile[] = [];
  const rootOf = (file: string) => (options.root !== undefined && file.startsWith(options.root + sep) ? options.root : repositoryOf(file));
  try {
    const files = new Set<string>();
    for (const path of paths) for (const file of await descriptorFiles(path, signal)) files.add(file);
    for (const [root, inside] of Map.groupBy(files, rootOf)) read.push(...(await readInside(root, inside, { allow, signal })));
  } catch (error) {
    if (error instanceof SourceUnavailable) throw new UserError('path-unreadable', error.message, error.fix, { cause: error });
    throw error;
  }
  return read.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function descriptorFiles(path: string, signal: AbortSignal): Promise<string[]> {
  const full = resolve(path);
  const stat = statSync(full, { throwIfNoEntry: false });
  const fix = 'Name a descriptor file or a folder with some.';
  if (!stat) throw new UserError('path-missing', `There is no ${path}.`, fix);
  if (stat.isFile()) return [full];
  if (!stat.isDirectory()) throw new UserError('path-no-file', `${path} is neither a file nor a folder.`, fix);
  const found = await walkFolder(full, signal);
  return [...found.keys()].filter((name) => /\.ya?ml$/.test(name)).map((name) => join(full, name));
}

/** The Git repository around a file, else its own folder: includes and targets stay inside. */
function repositoryOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return dirname(file);
  }
}

type Reading = { allow: string[]; signal: AbortSignal };

async function readInside(root: string, files: string[], { allow, signal }: Reading): Promise<CheckedFile[]> {
  const rules: ReadRules = { allow, bounds: defaultBounds, ...homeOf(root) };
  const snapshot = checkoutSnapshot(root, rules.bounds.fileBytes, signal);
  const paths = files.map((file) => portable(relative(root, file)));
  const read = await readDescriptors({ snapshot, rules }, paths, 0);
  if (read.some((file) => file.targets.length > 0)) await checkTargets(read, snapshot);
  return read.map((file) => {
    const path = portable(relative(process.cwd(), join(root, file.path)));
    return { ...file, path, inside: file.path, root, problems: file.problems.map((problem) => ({ ...problem, path })) };
  });
}

async function checkTargets(files: ReadFile[], snapshot: Snapshot): Promise<void> {
  const literal = files.flatMap((file) => file.targets.filter(({ glob }) => !glob).map(({ pattern }) => pattern));
  const finder = targetFinder(new Map([...(await snapshot.all()), ...(await snapshot.lookup(literal))]));
  for (const file of files) {
    for (const target of file.targets) {
      const { outcome } = finder.find(target);
      const problem = outcome === 'found' ? undefined : targetProblem(file, { target, failed: outcome, paths: finder.paths });
      if (problem) file.problems.push(problem);
    }
  }
}

/** Where the checkout comes from, so that full addresses of its own files are known as such. */
function homeOf(root: string): Pick<ReadRules, 'home'> {
  const git = spawnSync('git', ['-C', root, 'config', '--get', 'remote.origin.url'], { encoding: 'utf8', timeout: 5_000 });
  const webUrl = git.status === 0 ? webUrlOf(git.stdout) : undefined;
  return webUrl === undefined ? {} : { home: { webUrl, branch: null } };
}

function portable(path: string): string {
  return path.replaceAll('\\', '/');
}
