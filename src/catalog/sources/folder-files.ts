import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Content, FoundFile } from './snapshot.ts';

/** The files of one folder, with what was seen of each, so that what has not been touched is not read again. */
export interface FolderFiles {
  read: (file: string) => Promise<FoundFile | undefined>;
  /** Content id of a file as it is now; undefined when it has gone. */
  digest: (file: string) => Promise<string | undefined>;
  /** Forgets files that are not there any more. */
  retain(isThere: (file: string) => boolean): void;
}

/**
 * Clocks of file systems tick as slowly as every 2 s: a file that was touched less than this before it was read may
 * change again without looking different.
 */
const settledMs = 2_500;

export function folderFiles(root: string, fileBytes: number): FolderFiles {
  const seen = new Map<string, { stamp: string; blob: string }>();

  async function look(file: string): Promise<FoundFile | undefined> {
    const handle = await open(path.join(root, file), 'r').catch((error: NodeJS.ErrnoException) => error);
    if (handle instanceof Error) {
      seen.delete(file);
      return handle.code === 'ENOENT' || handle.code === 'ENOTDIR' ? undefined : unreadable(file, handle);
    }
    try {
      // The stamp is taken before reading: a change while reading makes the next look see another stamp.
      const stats = await handle.stat({ bigint: true });
      const stamp = stampOf(stats);
      const content: Content =
        stats.size > fileBytes ? { outcome: 'too-large', size: Number(stats.size) } : { outcome: 'read', bytes: await handle.readFile() };
      const blob = content.outcome === 'read' ? createHash('sha256').update(content.bytes).digest('hex') : `large-${stamp}`;
      if (Date.now() - Number(stats.mtimeMs) > settledMs) seen.set(file, { stamp, blob });
      else seen.delete(file);
      return { path: file, blob, content };
    } catch (error) {
      return unreadable(file, error);
    } finally {
      await handle.close();
    }
  }

  return {
    read: look,
    async digest(file) {
      const known = seen.get(file);
      const stats = known && (await stat(path.join(root, file), { bigint: true }).catch(() => undefined));
      if (known && stats && stampOf(stats) === known.stamp) return known.blob;
      return (await look(file))?.blob;
    },
    retain(isThere) {
      for (const file of seen.keys()) if (!isThere(file)) seen.delete(file);
    },
  };
}

const stampOf = (stats: BigIntStats) => `${stats.ino}-${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}`;

function unreadable(file: string, error: unknown): FoundFile {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return { path: file, blob: `unreadable-${why}`, content: { outcome: 'unreadable', why } };
}
