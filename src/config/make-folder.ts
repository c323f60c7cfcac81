import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { unwritable } from '#core/unwritable.ts';

/**
 * Makes the data folder, and those above it, for this user only; one that is there stays as it is. Throws UserError
 * `data-dir-unwritable`. Node's own way to make several at once never ends where a folder takes none, as in /proc.
 */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function makeWithParents(folder: string): void {
  const above = dirname(folder);
  if (!existsSync(above)) makeWithParents(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(folder).isDirectory();
    if (!isThere) throw error;
  }
}
