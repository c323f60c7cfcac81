import { createHash } from 'node:crypto';
import type { Values } from '#core/contributions.ts';
import { UserError } from '#core/user-error.ts';

/** The id of the field in which the new value is entered; it remembers what stood there when the form was opened. */
export function fieldFor(was: string | undefined): string {
  return `to ${digest(was)}`;
}

/** What was entered there, and the field. Throws UserError when the catalog says something else by now. */
export function readField(values: Values, was: string | undefined): { field: string; entered: string } {
  const [field, entered] = Object.entries(values).find(([id]) => id.startsWith('to ')) ?? [fieldFor(was), ''];
  if (field === fieldFor(was)) return { field, entered: typeof entered === 'string' ? entered.trim() : '' };
  throw new UserError(
    'changed-meanwhile',
    'That has changed in the catalog since you opened the form, so nothing was proposed.',
    'Open it again, and look at what it says now.',
  );
}

function digest(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex')
    .slice(0, 16);
}
