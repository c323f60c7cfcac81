import { UserError } from './user-error.ts';

/** The data folder, or something in it, that this process may not write. */
export function unwritable(folder: string, cause: unknown): UserError {
  const why = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new UserError(
    'data-dir-unwritable',
    `DATA_DIR ${folder} cannot be written (${why}).`,
    'Give this user a folder it may write to.',
    {
      cause,
    },
  );
}
