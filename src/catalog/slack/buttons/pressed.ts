import { UserError } from '#core/user-error.ts';
import type { Place } from '#slack/slack-ctx.ts';
import { parseEntityValue } from '../entity-value.ts';

/** What a form remembers of the press that opened it. */
export interface Opened {
  ref: string;
  key: string;
  /** Whether others read the card that the button is on. */
  read: 'alone' | 'by-others';
}

/** Who reads the message that was clicked. */
export function readBy({ clicked, isDm }: Place): Opened['read'] {
  return clicked === 'visible' && !isDm ? 'by-others' : 'alone';
}

export function pressedText({ ref, key, read }: Opened): string {
  return `${key} ${read} ${ref}`;
}

/** Anything may come back from Slack; who may do what is decided anew. Throws UserError. */
export function parsePressed(metadata: string): Opened {
  const [, key, read, ref] = /^([\w-]{1,100}) (alone|by-others) (\S+)$/.exec(metadata) ?? [];
  if (key === undefined || ref === undefined)
    throw new UserError('bad-form', 'This form names nothing in the catalog.', 'Close it and open it again.');
  return { key, read: read === 'alone' ? 'alone' : 'by-others', ref: parseEntityValue(ref).ref };
}
