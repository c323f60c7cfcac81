import type { Entry } from '#core/directory.ts';
import { UserError } from '#core/user-error.ts';
import type { SlackViewer } from '#core/viewer.ts';
import { memberOnly } from '#catalog/slack/register/registering.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { Follows } from '../../follow/follows.ts';

/** What following is wired with. */
export interface Following {
  follows: Follows;
  /** `/catalog` as people here type it. */
  command: `/${string}`;
}

/** What one person or channel may follow; more is nothing that anybody reads. */
const mostFollowed = 200;

/** For whom it is followed where this was said: the person in a direct message, else all who are in the channel. */
export function subscriberOf({ viewer, place }: SlackCtx): { viewer: SlackViewer; subscriber: string; isChannel: boolean } {
  const member = memberOnly({ viewer });
  const isChannel = !place.isDm && place.channel !== undefined;
  return { viewer: member, subscriber: isChannel ? (place.channel ?? '') : member.userId, isChannel };
}

/** One's own are one's own; those of a channel are of the members who are in it. Throws UserError. */
export function mayChange(ctx: SlackCtx, subscriber: string): SlackViewer {
  const viewer = memberOnly(ctx);
  whenDatabase(ctx);
  if (subscriber === viewer.userId || subscriber === ctx.place.channel) return viewer;
  throw new UserError('not-yours', 'That is followed by somebody else.', 'Ask in the place where it is followed.');
}

export function whenDatabase({ directory }: SlackCtx): void {
  if (directory.freshness.from === 'database') return;
  throw new UserError(
    'database-away',
    'The database does not answer, so nothing can be followed or ended right now.',
    'Try again in a minute.',
  );
}

/** Writes it down; false when it is followed already. Throws UserError when there is too much of it. */
export async function startFollowing(
  { follows }: Following,
  ctx: SlackCtx,
  about: { subscriber: string; by: SlackViewer; entry: Entry },
): Promise<boolean> {
  const { subscriber, by, entry } = about;
  const before = follows.of(subscriber);
  const now = ctx.clock.now();
  if (follows.isMuted(subscriber)) await follows.unmute({ subscriber, now });
  if (before.some(({ uid }) => uid === entry.uid)) return false;
  if (before.length >= mostFollowed)
    throw new UserError('too-many', `${mostFollowed} things are followed here already.`, 'End one that nobody reads any more.');
  await follows.follow({ subscriber, uid: entry.uid, ref: entry.ref, by: by.userId, at: now.toISOString() });
  return true;
}

/** False when it was not followed. */
export async function stopFollowing({ follows }: Following, ctx: SlackCtx, about: { subscriber: string; uid: string }): Promise<boolean> {
  const viewer = mayChange(ctx, about.subscriber);
  const follow = follows.of(about.subscriber).find(({ uid }) => uid === about.uid);
  if (!(await follows.unfollow(about))) return false;
  const detail = { subscriber: about.subscriber };
  await ctx.ledger.audit({ viewer, action: 'notices.unfollow', subject: follow?.ref ?? about.uid, detail });
  return true;
}
