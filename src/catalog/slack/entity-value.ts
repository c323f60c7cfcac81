import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';

export interface EntityInput {
  ref: Ref;
}

/** A button's value: a ref and nothing else; anything may come back from Slack, so it is checked and looked up anew. */
export function parseEntityValue(value: string): EntityInput {
  const ref = value.length <= 500 ? canonicalRef(value) : undefined;
  if (ref === undefined || ref !== value) throw new UserError('bad-button', 'This button names nothing in the catalog.', 'Ask again.');
  return { ref };
}

/** The entity of a button that was pressed, as this audience may see it. */
export function entryFor(view: DirectoryView, ref: Ref): Entry {
  const entry = view.get(ref);
  if (entry) return entry;
  throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Ask again by its name.');
}
