import type { Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import { everyone } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { displayName } from '../ownership/owner.ts';
import { entryFor } from './entity-value.ts';
import { refuseStrangers } from './refuse-strangers.ts';
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

/** The entity as all may see it who read the file. Throws UserError. */
export function shownAt(to: Destination, ctx: SlackCtx, ref: Ref): Entry {
  const view = ctx.directory.for(ctx.viewer);
  if (to.audience === 'asker') return entryFor(view, ref);
  const entry = ctx.directory.for(everyone).get(ref);
  if (entry) return entry;
  const name = displayName(entryFor(view, ref));
  throw new UserError('restricted', `${name} is visible to some groups only, so no file of it is shown to a channel.`, 'Ask me directly.');
}

/** Throws UserError where another organisation reads along. */
export async function mayBePosted(ctx: SlackCtx, to: Destination): Promise<void> {
  if (to.audience === 'others') await refuseStrangers(ctx, to.channel);
}
