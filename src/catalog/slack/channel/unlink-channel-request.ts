import { reply } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { defineRequest } from '#slack/define-request.ts';
import { md } from '#slack/mrkdwn.ts';
import { message } from '../message.ts';
import { channelOf, type Linking, mayReplace } from './linking.ts';

/** `/catalog unlink-channel`: nothing is meant any more where nothing is named. */
export const unlinkChannelRequest = (linking: Linking) =>
  defineRequest<string>({
    id: 'catalog.unlink-channel',
    phrases: ['unlink-channel', 'unlink channel', 'unlink this channel'],
    label: 'Unlink Channel',
    summary: 'Takes back what a channel is linked to',
    usage: '',
    besides: 'catalog.link-channel',
    examples: () => [],
    parse: (text) => text,
    async answer(ctx) {
      const { viewer, channel } = channelOf(ctx);
      const link = linking.links.of(channel);
      if (link) {
        mayReplace(linking, ctx, { by: viewer, link });
        await linking.links.unlink(channel);
        await ctx.ledger.audit({ viewer, action: 'catalog.unlink-channel', subject: link.ref, detail: { channel } });
      }
      const answer = link ? md`This channel is linked to nothing any more.` : md`This channel is linked to nothing.`;
      return reply.ephemeral(message(answer, [section(answer)]));
    },
  });
