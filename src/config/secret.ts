import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#core/user-error.ts';

/** The secret of an installation that was given none: generated once, readable by its owner only. */
export function readSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(dataDir, error);
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length >= 16) return secret;
  throw new UserError('config-secret', `${path} is empty or cut short.`, 'Delete it: a new one is made at the next start.');
}

function unwritable(dataDir: string, cause: unknown): UserError {
  const why = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new UserError('config-data-dir', `DATA_DIR ${dataDir} cannot be written (${why}).`, 'Give this user a folder it may write to.', {
    cause,
  });
}
