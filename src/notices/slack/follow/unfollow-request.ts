import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { section } from '#slack/blocks.ts';
import { defineRequest } from '#slack/define-request.ts';
import { bold, md } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { type Asked, readAsked } from '#catalog/slack/answer-about.ts';
import { entityNamed } from '#catalog/slack/entity-named.ts';
import type { Follow } from '../../follow/follows.ts';
import { followedName } from './followed-name.ts';
import { type Following, stopFollowing, subscriberOf } from './following.ts';

/** `/catalog unfollow X`, where it is followed; what is gone as well. */
export const unfollowRequest = (following: Following) =>
  defineRequest<Asked>({
    id: 'notices.unfollow',
    phrases: ['unfollow', 'unsubscribe from', 'unwatch', 'stop following'],
    label: 'Unfollow',
    summary: 'Ends following something',
    usage: '<name>',
    besides: 'notices.follow',
    examples: () => [],
    parse: readAsked,
    async answer(ctx, asked) {
      const { subscriber } = subscriberOf(ctx);
      const follow = followMeant(following, ctx, { asked, subscriber });
      await stopFollowing(following, ctx, follow);
      const answer = md`${bold(followedName(ctx, follow))} is followed here no more.`;
      return reply.ephemeral(message(answer, [section(answer)]));
    },
  });

/** Of what is followed here first: it may be gone, or called otherwise now. */
function followMeant({ follows, command }: Following, ctx: SlackCtx, { asked, subscriber }: { asked: Asked; subscriber: string }): Follow {
  const own = follows.of(subscriber);
  const typed = asked.text.toLowerCase();
  const named = own.filter((follow) =>
    [follow.ref, follow.ref.replace(/^.*\//, ''), followedName(ctx, follow).toLowerCase()].includes(typed),
  );
  const [only, ...others] = named;
  if (only && others.length === 0) return only;
  const entry = entityNamed(ctx.directory.for(ctx.viewer), asked, `${command} unfollow`);
  const found = own.find(({ uid }) => uid === entry.uid);
  if (found) return found;
  throw new UserError('not-followed', `${entry.entity.metadata.name} is not followed here.`, `${command} following lists what is.`);
}
