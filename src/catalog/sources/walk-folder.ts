import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { SourceUnavailable } from '#core/descriptor.ts';
import { inBatches } from './in-batches.ts';
import type { Kind } from './snapshot.ts';

/** More than this is no folder of descriptors but a mistake, such as `/`. */
const mostFiles = 1_000_000;

/**
 * Lists all files below a folder, `/` separated. `.git` and `node_modules` are left out, linked folders are not
 * entered; a link to a file counts as that file when it stays inside. Throws `SourceUnavailable` when the folder, or a
 * folder in it, cannot be listed: half a list would look like removals.
 */
export async function walkFolder(root: string, signal: AbortSignal): Promise<Map<string, Kind>> {
  const home = await realpath(root).catch((error: unknown) => {
    throw unavailable(root, error);
  });
  if (!(await stat(home)).isDirectory()) throw new SourceUnavailable('not-found', `${root} is not a folder.`, 'Name a folder in path.');
  const found = new Map<string, Kind>();
  let level = [''];
  while (level.length > 0) {
    signal.throwIfAborted();
    const next: string[] = [];
    for await (const [folder, entries] of inBatches(level, (name) => list(path.join(home, name), { root, top: name === '' }))) {
      const prefix = folder === '' ? '' : `${folder}/`;
      for (const entry of entries) {
        if (entry.isDirectory() && entered(entry.name)) next.push(prefix + entry.name);
        else if (entry.isFile()) found.set(prefix + entry.name, 'file');
        else if (entry.isSymbolicLink()) found.set(prefix + entry.name, await kindOfLink(home, path.join(home, prefix, entry.name)));
      }
    }
    if (found.size > mostFiles) {
      throw new SourceUnavailable('too-large', `${root} holds more than ${mostFiles} files.`, 'Name a smaller folder in path.');
    }
    level = next;
  }
  return found;
}

/** Kubernetes mounts a ConfigMap as links into a folder called `..<date>`: its files are seen through the links. */
const entered = (name: string) => name !== '.git' && name !== 'node_modules' && !name.startsWith('..');

async function kindOfLink(home: string, link: string): Promise<Kind> {
  const target = await realpath(link).catch(() => undefined);
  if (target === undefined || !target.startsWith(home + path.sep)) return 'symlink';
  return (await stat(target).catch(() => undefined))?.isFile() ? 'file' : 'symlink';
}

async function list(folder: string, { root, top }: { root: string; top: boolean }): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    // It went while we were looking.
    if (!top && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw unavailable(root, error);
  });
}

function unavailable(root: string, cause: unknown): SourceUnavailable {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new SourceUnavailable('not-found', `The folder ${root} is not there.`, 'Correct path, or mount the folder.', { cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new SourceUnavailable('refused', `A folder in ${root} may not be listed.`, 'Let this account read it.', { cause });
  }
  return new SourceUnavailable('failed', `The folder ${root} could not be listed (${String(code)}).`, 'Look at the disk.', { cause });
}
