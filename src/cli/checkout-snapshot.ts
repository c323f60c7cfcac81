import { existsSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { folderFiles } from '#catalog/sources/folder-files.ts';
import { inBatches } from '#catalog/sources/in-batches.ts';
import type { FoundFile, Kind, Snapshot } from '#catalog/sources/snapshot.ts';
import { walkFolder } from '#catalog/sources/walk-folder.ts';

/**
 * The files below a folder as a source would see them, whether or not they are committed. Only what is asked for is
 * looked at, because a checkout may hold far more than descriptors.
 */
export function checkoutSnapshot(root: string, fileBytes: number, signal: AbortSignal): Snapshot {
  const files = folderFiles(root, fileBytes);
  // A repository's links are never followed; those of a plain folder are, as long as they stay inside.
  const isRepository = existsSync(join(root, '.git'));
  let all: Promise<ReadonlyMap<string, Kind>> | undefined;
  return {
    all: () => (all ??= walkFolder(root, signal)),
    async lookup(paths) {
      const home = await realpath(root);
      const found = new Map<string, Kind>();
      for await (const [path, kind] of inBatches(paths, (path) => kindOf(home, path, isRepository))) if (kind) found.set(path, kind);
      return found;
    },
    async *read(paths): AsyncGenerator<FoundFile> {
      for await (const [, file] of inBatches(paths, files.read)) if (file) yield file;
    },
  };
}

async function kindOf(home: string, path: string, isRepository: boolean): Promise<Kind | undefined> {
  const full = join(home, path);
  const stats = await lstat(full).catch(() => undefined);
  if (!stats) return undefined;
  const target = await realpath(full).catch(() => undefined);
  if (target === full) return stats.isFile() ? 'file' : undefined;
  if (isRepository || !target?.startsWith(home + sep)) return 'symlink';
  return (await lstat(target)).isFile() ? 'file' : 'symlink';
}
