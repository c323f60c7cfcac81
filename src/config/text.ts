import { z } from 'zod';

/** Text that says something. */
export const text = z.string().trim().min(1, 'Give it a value, or leave it out.');

/** For paths and patterns of files: nothing outside of a source is read, so such a one would only ever match nothing. */
export const staysInside = [
  (written: string | readonly string[]) => ![written].flat().some((path) => path.split('/').includes('..')),
  'Write it from the top of the repository or folder, without "..".',
] as const;
