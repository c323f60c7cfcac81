import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SourceUnavailable } from '#core/descriptor.ts';
import { type Head, isObjectId } from './ask-head.ts';
import { explainFailure } from './explain-failure.ts';
import { servingConfigText } from './git-environment.ts';
import type { GitLimits } from './git-limits.ts';
import { parseDiff, parseTree, type TreeChange, type TreeEntry } from './git-tree.ts';
import type { Remote } from './remote.ts';
import { GitFailed, type GitOptions, runGit, streamRecords } from './run-git.ts';

/** A bare repository of our own that holds what was read of one remote: last commits, their trees, needed blobs. */
export interface Clone {
  dir: string;
  remote: Remote;
  servingConfig: string;
  limits: GitLimits;
}

/** Where the clone of a remote lives; sources that name the same remote share it. */
export function cloneDir(dataDir: string, remote: Remote): string {
  return path.join(dataDir, 'git', createHash('sha256').update(remote.url).digest('hex').slice(0, 20));
}

/** The configuration file for reading repositories on this machine, written anew so that it always is what we mean. */
export async function writeServingConfig(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'git', 'serving.config');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, servingConfigText);
  return file;
}

/**
 * Makes the clone's folder usable: creates it where there is none or only a part of one, and removes the locks and half
 * received packs of a process that was killed. To be called by whoever holds the clone (see `withClone`).
 */
export async function prepareClone({ dir, limits }: Clone, signal: AbortSignal): Promise<void> {
  const complete = await stat(path.join(dir, 'complete')).catch(() => undefined);
  if (complete) return clearLeftovers(dir);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await runGit(['init', '--quiet', '--bare', '--template=', dir], { signal, timeoutMs: limits.localMs });
  // Last, so that a folder without it is known to be half made.
  await writeFile(path.join(dir, 'complete'), '');
}

export async function discardClone({ dir }: Clone): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
}

/** Brings the head's commit and trees, no blobs, and gives the commit that was really there. Throws `SourceUnavailable`. */
export async function fetchHead(clone: Clone, head: Head, signal: AbortSignal): Promise<string> {
  const kept = keptRef(head.ref);
  await fetch(clone, ['--depth=1', 'origin', `+${head.ref}:${kept}`], { signal });
  const written = head.ref.startsWith('refs/heads/') ? await writtenRef(clone, kept) : '';
  if (isObjectId(written)) return written;
  const commit = await local(clone, ['rev-parse', '--verify', '--end-of-options', `${kept}^{commit}`], signal);
  return commit.toString().trim();
}

/** Whether this very head was fetched already, for another source of the same remote or before a start. Costs no process. */
export async function isFetched(clone: Clone, { commit, ref }: Head): Promise<boolean> {
  return (await writtenRef(clone, keptRef(ref))) === commit;
}

/** What a fetch left in the ref's file, without starting git, which takes long beside a large heap. A branch needs no peeling. */
async function writtenRef({ dir }: Clone, ref: string): Promise<string> {
  return (await readFile(path.join(dir, ref), 'utf8').catch(() => '')).trim();
}

/** Whether a commit is there with its trees: both come in one pack, or not at all. */
export async function hasCommit(clone: Clone, commit: string, signal: AbortSignal): Promise<boolean> {
  return local(clone, ['cat-file', '-e', `${commit}^{tree}`], signal).then(
    () => true,
    (error: unknown) => {
      if (error instanceof GitFailed && error.reason === 'exit') return false;
      throw error;
    },
  );
}

/** One ref for each branch; hashed, because `a` and `a/b` cannot both be kept as they are. */
export const keptRef = (ref: string) => `refs/read/${createHash('sha256').update(ref).digest('hex').slice(0, 20)}`;

export async function listTree(clone: Clone, commit: string, signal: AbortSignal): Promise<Map<string, TreeEntry>> {
  return readTree(clone, [commit], signal);
}

/** The same for some paths only; what is not there is not in the answer. */
export async function lookupTree(clone: Clone, commit: string, paths: string[], signal: AbortSignal): Promise<Map<string, TreeEntry>> {
  if (paths.length === 0) return new Map();
  return readTree(clone, [commit, '--', ...paths], signal);
}

async function readTree({ dir, limits }: Clone, args: string[], signal: AbortSignal): Promise<Map<string, TreeEntry>> {
  const entries = new Map<string, TreeEntry>();
  const options = { dir, signal, timeoutMs: limits.localMs, maxBytes: 512_000_000 };
  for await (const records of streamRecords('\0', ['ls-tree', '-r', '-z', '--full-tree', ...args], options)) {
    for (const [path, entry] of parseTree(records)) entries.set(path, entry);
  }
  return entries;
}

/** What differs between two commits that are both in the clone; throws `GitFailed` when one is not. */
export async function diffTrees(clone: Clone, from: string, to: string, signal: AbortSignal): Promise<TreeChange[]> {
  return parseDiff(await local(clone, ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to, '--'], signal));
}

/** Brings blobs by their ids, all at once. */
export async function fetchBlobs(clone: Clone, ids: readonly string[], signal: AbortSignal): Promise<void> {
  await fetch(clone, ['--stdin', 'origin'], { signal, stdin: `${ids.join('\n')}\n` });
}

/** Runs a command that needs nothing but the clone. */
export function local(clone: Clone, args: string[], signal: AbortSignal): Promise<Buffer> {
  return runGit(args, { dir: clone.dir, signal, timeoutMs: clone.limits.localMs, maxBytes: 512_000_000 });
}

export async function fetch(clone: Clone, args: string[], { signal, stdin }: { signal: AbortSignal; stdin?: string }): Promise<void> {
  const { dir, remote, servingConfig, limits } = clone;
  const tooLarge = new AbortController();
  const watch = setInterval(() => void incoming(dir).then((bytes) => bytes > limits.fetchBytes && tooLarge.abort()), 250);
  const options: GitOptions = { dir, remote, servingConfig, signal: AbortSignal.any([signal, tooLarge.signal]), timeoutMs: limits.fetchMs };
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules', '--filter=blob:none'];
  try {
    if (stdin === undefined) await runGit(['fetch', ...flags, ...args], options);
    // Wanted by id, so there is nothing to negotiate about what is there already.
    else await runGit(['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...flags, ...args], { ...options, stdin });
  } catch (error) {
    signal.throwIfAborted();
    if (!tooLarge.signal.aborted) throw explainFailure(error, remote);
    const size = Math.round(limits.fetchBytes / 1_000_000);
    throw new SourceUnavailable('too-large', `${remote.url} sends more than ${size} MB.`, 'Take large files out of the repository.');
  } finally {
    clearInterval(watch);
  }
}

/** Bytes of packs that are being received. */
async function incoming(dir: string): Promise<number> {
  const sizes = (await packFiles(dir)).filter((file) => file.includes('tmp_')).map((file) => stat(file).catch(() => ({ size: 0 })));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

async function packFiles(dir: string): Promise<string[]> {
  const folder = path.join(dir, 'objects', 'pack');
  return (await readdir(folder).catch(() => [])).map((name) => path.join(folder, name));
}

async function clearLeftovers(dir: string): Promise<void> {
  const names = await readdir(dir, { recursive: true });
  const left = names.filter((name) => name.endsWith('.lock') || path.basename(name).startsWith('tmp_'));
  await Promise.all(left.map((name) => rm(path.join(dir, name), { recursive: true, force: true })));
}

/** Puts the packs together once there are many: every read adds one or two. */
export async function tidyClone(clone: Clone, signal: AbortSignal): Promise<void> {
  const packs = (await packFiles(clone.dir)).filter((file) => file.endsWith('.pack'));
  if (packs.length < clone.limits.packs) return;
  const { dir, remote, servingConfig, limits } = clone;
  await runGit(['repack', '-a', '-d', '-q'], { dir, remote, servingConfig, signal, timeoutMs: limits.fetchMs });
}
