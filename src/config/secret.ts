import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwritable } from '#core/unwritable.ts';
import { UserError } from '#core/user-error.ts';
import { makeFolder } from './make-folder.ts';

/** The secret of an installation that was given none: generated once, readable by its owner only. */
export function readSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  const secret = readOrMake(dataDir, path);
  if (secret.length >= 16) return secret;
  throw new UserError('config-secret', `${path} is empty or cut short.`, 'Delete it: a new one is made at the next start.');
}

function readOrMake(dataDir: string, path: string): string {
  makeFolder(dataDir);
  try {
    make(path);
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw unwritable(dataDir, error);
  }
}

function make(path: string): void {
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
