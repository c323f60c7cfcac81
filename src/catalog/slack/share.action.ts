import type { DirectoryView } from '#core/directory.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { everyone } from '#core/viewer.ts';
import type { Viewer } from '#core/viewer.ts';
import { defineAction } from '#slack/define-action.ts';
import { bold, channelMention, escape, md, userMention } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { displayName } from '../ownership/owner.ts';
import { cardForAsker, cardForOthers } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entityValue, entryFor, parseEntityValue } from './entity-value.ts';
import type { EntityInput } from './entity-value.ts';
import { createOnce } from './once.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import { noteCard } from './unfurl/cards-there.ts';

/** Posts a card where everyone in the channel reads it, rendered with what everyone may see. */
export const share = (slack: CatalogSlack) => {
  const once = createOnce();
  return defineAction<EntityInput>({
    id: 'catalog.share',
    writes: true,
    parse: parseEntityValue,
    async answer(ctx, { ref, led, thread: asked }) {
      const channel = channelToShareIn(ctx);
      const entry = entryFor(ctx.directory.for(ctx.viewer), ref);
      const others = ctx.directory.for(everyone);
      if (!others.get(ref)) throw restricted(displayName(entry));
      await refuseStrangers(ctx, channel);
      const card = await cardForOthers(slack, ctx, { ref, led, before: md`Shared by ${sharer(others, ctx.viewer)}:` });
      // The catalog goes on while Slack is asked.
      if (!card) throw restricted(displayName(entry));
      const thread = asked ?? ctx.place.thread;
      await once(ctx.clock, `${channel} ${thread ?? ''} ${entityValue({ ref, led })}`, () =>
        ctx.outbox.post({ channel, ...(thread !== undefined && { thread }) }, card),
      );
      const outcome = asked === undefined ? md`Shared in ${channelMention(channel) ?? escape('this channel')}.` : md`Shared in the thread.`;
      return reply.replace(await cardForAsker(slack, ctx, { entry, led, outcome }));
    },
    /** Runs only after the message is out; refusals have another reply. */
    async after(ctx, { ref }, done) {
      if (done.kind !== 'message' || done.where !== 'replace') return;
      const { ledger, viewer, place } = ctx;
      await ledger.audit({ viewer, action: 'catalog.share', subject: ref, detail: { channel: place.channel ?? null } });
      const entry = ctx.directory.for(everyone).get(ref);
      if (entry) await noteCard(slack, ctx, entry);
    },
  });
};

function channelToShareIn({ viewer, place }: SlackCtx): string {
  if (viewer.kind !== 'member')
    throw new UserError('members-only', 'Only members of this workspace can share cards.', 'Ask a member to share it.');
  if (place.channel === undefined) throw new UserError('no-channel', 'There is no channel here to share in.', 'Ask again in a channel.');
  return place.channel;
}

function restricted(name: string): UserError {
  return new UserError(
    'restricted',
    `${name} is visible to some groups only, so it cannot be shared with a channel.`,
    'Name it to those who may see it; they can ask for it themselves.',
  );
}

/** By name where the catalog has one; else a mention, which notifies nobody but the sharer. */
function sharer(view: DirectoryView, viewer: Viewer): Mrkdwn {
  if (!('userId' in viewer)) return escape('a member');
  const entry = viewer.userRef === undefined ? undefined : view.get(viewer.userRef);
  return entry ? bold(displayName(entry)) : (userMention(viewer.userId) ?? escape('a member'));
}
