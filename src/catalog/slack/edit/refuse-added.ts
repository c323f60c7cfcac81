import type { Entry } from '#core/directory.ts';
import { UserError } from '#core/user-error.ts';

/**
 * Throws UserError for what another file adds to a person or group: it is not in the file of the entity itself.
 * @param path keys from the document's root
 */
export function refuseAdded({ added = [] }: Entry, path: readonly (string | undefined)[]): void {
  const field = path.filter((key) => key !== undefined).join('.');
  const place = added.find((one) => one.field === field);
  if (!place) return;
  throw new UserError(
    'written-elsewhere',
    `That comes from another file, which adds it: ${place.path}:${place.line} (${place.source}).`,
    'Change it there.',
  );
}
