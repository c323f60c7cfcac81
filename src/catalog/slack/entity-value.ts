import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';

export interface EntityInput {
  ref: Ref;
  /** `ts` of the message that was asked about: what is shared goes into its thread. */
  thread?: string;
}

export function entityValue({ ref, thread }: EntityInput): string {
  return thread === undefined ? ref : `${thread} ${ref}`;
}

/** A button's value: a ref, perhaps after a thread; anything may come back from Slack, so it is checked and looked up anew. */
export function parseEntityValue(value: string): EntityInput {
  const [, thread, written = ''] = /^(?:(\d{9,12}\.\d{6}) )?(.*)$/s.exec(value) ?? [];
  const ref = value.length <= 500 ? canonicalRef(written) : undefined;
  if (ref === undefined || ref !== written) throw new UserError('bad-button', 'This button names nothing in the catalog.', 'Ask again.');
  return { ref, ...(thread !== undefined && { thread }) };
}

/** The entity of a button that was pressed, as this audience may see it. */
export function entryFor(view: DirectoryView, ref: Ref): Entry {
  const entry = view.get(ref);
  if (entry) return entry;
  throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Ask again by its name.');
}
