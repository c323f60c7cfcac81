import { type Reply, reply } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { bold, code, md } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { Follow } from '../../follow/follows.ts';
import { followedName } from './followed-name.ts';
import { followingCardFor } from './following-card-for.ts';
import { type Following, mayChange, stopFollowing } from './following.ts';
import { parseFollowValue } from './follow-value.ts';

type Which = Pick<Follow, 'subscriber' | 'uid'>;

/** The buttons of notices about followed things, and of the list of them. */
export const followedActions = (following: Following) => [
  defineAction<Which>({
    id: 'notices.unfollow',
    writes: true,
    parse: parseFollowValue,
    async answer(ctx, which) {
      const follow = following.follows.of(which.subscriber).find(({ uid }) => uid === which.uid);
      const name = follow ? bold(followedName(ctx, follow)) : md`It`;
      const was = await stopFollowing(following, ctx, which);
      const answer = was ? md`${name} is followed here no more.` : md`${name} is not followed here.`;
      return reply.ephemeral(message(answer, [section(answer)]));
    },
  }),
  defineAction<Which>({
    id: 'notices.unfollow-listed',
    writes: true,
    parse: parseFollowValue,
    async answer(ctx, which) {
      await stopFollowing(following, ctx, which);
      return listAnew(following, ctx, which.subscriber);
    },
  }),
  defineAction<string>({
    id: 'notices.mute-followed',
    writes: true,
    parse: (value) => value,
    async answer(ctx, subscriber) {
      const viewer = mayChange(ctx, subscriber);
      await following.follows.mute({ subscriber, by: viewer.userId, now: ctx.clock.now() });
      await ctx.ledger.audit({ viewer, action: 'notices.mute-followed', subject: subscriber, detail: {} });
      const answer = md`Nothing of what is followed here is told any more. ${code(`${following.command} following`)} brings it back.`;
      return reply.ephemeral(message(answer, [section(answer)]));
    },
  }),
  defineAction<string>({
    id: 'notices.unmute-followed',
    writes: true,
    parse: (value) => value,
    async answer(ctx, subscriber) {
      const viewer = mayChange(ctx, subscriber);
      const was = await following.follows.unmute({ subscriber, now: ctx.clock.now() });
      if (was) await ctx.ledger.audit({ viewer, action: 'notices.unmute-followed', subject: subscriber, detail: {} });
      return listAnew(following, ctx, subscriber);
    },
  }),
];

/** In the place of the list that was clicked, for those who read that. */
async function listAnew(following: Following, ctx: SlackCtx, subscriber: string): Promise<Reply> {
  const isSeen = ctx.place.clicked === 'visible' && !ctx.place.isDm;
  const isChannel = subscriber !== ('userId' in ctx.viewer ? ctx.viewer.userId : '');
  const card = await followingCardFor(following, ctx, { subscriber, isChannel, open: isSeen });
  return isSeen ? { kind: 'message', visibility: 'in_channel', where: 'replace', message: card } : reply.replace(card);
}
