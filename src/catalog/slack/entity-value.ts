import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import type { NeedsLed } from './deps/needs-led.ts';

export interface EntityInput {
  ref: Ref;
  /** `ts` of the message that was asked about: what is shared goes into its thread. */
  thread?: string | undefined;
  /** Which of the cards of a thing. Absent: the one that is led by its owner. */
  led?: Led | undefined;
}

/** What a card says first: whose the thing is; or what it is, what breaks with it, what needs what. */
export type Led = 'by-thing' | 'impact' | NeedsLed;

export function entityValue({ ref, thread, led }: EntityInput): string {
  return [thread, led, ref].filter((part) => part !== undefined).join(' ');
}

/** A button's value: a ref, perhaps after a thread and the sort of card; anything may come back from Slack, so it is checked and looked up anew. */
export function parseEntityValue(value: string): EntityInput {
  const [, thread, led, written = ''] =
    /^(?:(\d{9,12}\.\d{6}) )?(?:(by-thing|impact|needs-(?:both|up|down)-\d{1,2}) )?(.*)$/s.exec(value) ?? [];
  const ref = value.length <= 500 ? canonicalRef(written) : undefined;
  if (ref === undefined || ref !== written) throw new UserError('bad-button', 'This button names nothing in the catalog.', 'Ask again.');
  return { ref, ...(thread !== undefined && { thread }), ...(led !== undefined && { led: led as Led }) };
}

/** The entity of a button that was pressed, as this audience may see it. */
export function entryFor(view: DirectoryView, ref: Ref): Entry {
  const entry = view.get(ref);
  if (entry) return entry;
  throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Ask again by its name.');
}
