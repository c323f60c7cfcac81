import type { SlackCtx } from '#slack/slack-ctx.ts';
import { memberOnly } from './register/registering.ts';

/** Where a file goes that somebody asks for with a button. */
export type Destination =
  /** Into the thread of the message that was clicked, where all read it who read that. */
  | { audience: 'others'; channel: string; thread?: string }
  /** To the asker alone. `isHere`: where they are already. */
  | { audience: 'asker'; channel: string; thread?: string; isHere: boolean };

/** Where the answer is read by others, so is the file; where only the asker reads it, in their direct messages. Throws UserError. */
export function destinationOf({ viewer, place }: Pick<SlackCtx, 'viewer' | 'place'>): Destination {
  const { userId } = memberOnly({ viewer });
  const { channel, clicked, isDm, message } = place;
  if (clicked !== 'visible' || channel === undefined) return { audience: 'asker', channel: userId, isHere: false };
  if (isDm) return { audience: 'asker', channel, ...(place.thread !== undefined && { thread: place.thread }), isHere: true };
  const thread = place.thread ?? message;
  return { audience: 'others', channel, ...(thread !== undefined && { thread }) };
}
