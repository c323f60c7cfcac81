import type { Entry } from '#core/directory.ts';
import { type Message, reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { type Asked, readAsked } from '#catalog/slack/answer-about.ts';
import { entityNamed } from '#catalog/slack/entity-named.ts';
import { examplesFor } from '#catalog/slack/examples.ts';
import { strongName } from '#catalog/slack/name.ts';
import { refuseStrangers } from '#catalog/slack/refuse-strangers.ts';
import { context, section } from '#slack/blocks.ts';
import { defineRequest } from '#slack/define-request.ts';
import { code, md } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { type Following, startFollowing, stopFollowing, subscriberOf, whenDatabase } from './following.ts';

/** `/catalog follow X`: in a direct message for oneself, in a channel for all who are in it. */
export const followRequest = (following: Following) =>
  defineRequest<Asked>({
    id: 'notices.follow',
    phrases: ['follow', 'subscribe to', 'watch'],
    label: 'Follow',
    summary: 'Be told when something gets another owner or lifecycle, new dependents, or is removed; `following` lists it',
    usage: '<name or link>',
    examples: ({ directory, viewer }, most) => examplesFor(directory.for(viewer), viewer, most),
    parse: readAsked,
    async answer(ctx, asked, readers) {
      const { viewer, subscriber, isChannel } = subscriberOf(ctx);
      whenDatabase(ctx);
      // What goes to a channel is made of what everyone may see.
      const entry = entityNamed(ctx.directory.for(isChannel ? everyone : viewer), asked, `${following.command} follow`);
      if (isChannel) await refuseStrangers(ctx, subscriber);
      const isNew = await startFollowing(following, ctx, { subscriber, by: viewer, entry });
      if (isNew) await ctx.ledger.audit({ viewer, action: 'notices.follow', subject: entry.ref, detail: { subscriber } });
      const said = followedCard(following, ctx, { entry, isChannel, isNew });
      if (readers === 'others') return reply.inChannel(said);
      if (!isChannel || !isNew) return reply.ephemeral(said);
      await postOrTakeBack(following, ctx, { subscriber, entry, said });
      return reply.none;
    },
  });

/** All in the channel are told, which shows as well that it can be told there: where it cannot, nothing is followed. */
async function postOrTakeBack(
  following: Following,
  ctx: SlackCtx,
  { subscriber, entry, said }: { subscriber: string; entry: Entry; said: Message },
): Promise<void> {
  try {
    await ctx.outbox.post({ channel: subscriber }, said);
  } catch (error) {
    await stopFollowing(following, ctx, { subscriber, uid: entry.uid });
    throw error;
  }
}

export function followedCard(
  { command }: Following,
  { directory, viewer }: SlackCtx,
  about: { entry: Entry; isChannel: boolean; isNew: boolean },
): Message {
  const { entry, isChannel, isNew } = about;
  const name = strongName(directory.for(isChannel ? everyone : viewer), entry);
  const already = isNew ? md`` : md` already`;
  const answer = isChannel ? md`This channel follows ${name}${already}.` : md`You follow ${name}${already}.`;
  const where = isChannel ? md`here` : md`directly`;
  const what = md`You are told ${where} of another owner or lifecycle, of new dependents, and when it is removed; not more than six times an hour.`;
  return message(answer, [section(answer), context(md`${what} ${code(`${command} unfollow ${entry.entity.metadata.name}`)} ends it.`)]);
}
