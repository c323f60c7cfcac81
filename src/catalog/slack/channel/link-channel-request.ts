import type { ChannelLink } from '#catalog/channels/channel-links.ts';
import type { Entry } from '#core/directory.ts';
import { type Message, reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { everyone } from '#core/viewer.ts';
import { context, section } from '#slack/blocks.ts';
import { defineRequest } from '#slack/define-request.ts';
import { bold, code, dateToken, join, md, type Mrkdwn, userMention } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { findKept } from '../../channels/find-kept.ts';
import { displayName } from '../../ownership/owner.ts';
import { type Asked, readAsked } from '../answer-about.ts';
import { entityNamed } from '../entity-named.ts';
import { examplesFor } from '../examples.ts';
import { message } from '../message.ts';
import { strongName } from '../name.ts';
import { channelOf, type Linking, mayReplace } from './linking.ts';

/** `/catalog link-channel X`: what is meant in this channel where nothing is named; alone, what that is now. */
export const linkChannelRequest = (linking: Linking) =>
  defineRequest<Asked>({
    id: 'catalog.link-channel',
    phrases: ['link-channel', 'link channel', 'link this channel', 'link channel to', 'link this channel to', 'this channel is about'],
    label: 'Link Channel',
    summary: 'What is meant in this channel where nothing is named; alone, what that is now; unlink-channel takes it back',
    usage: '<name or link>',
    examples: ({ directory, viewer }, most) => examplesFor(directory.for(everyone), viewer, most),
    parse: (text) => readAsked(text.replace(/^to\s+/i, '')),
    async answer(ctx, asked, readers) {
      const said = asked.text === '' ? shown(linking, ctx) : await linked(linking, ctx, asked);
      return readers === 'others' && asked.text !== '' ? reply.inChannel(said) : reply.ephemeral(said);
    },
  });

/** Only what everyone may see: the others in the channel may ask for it as well. */
async function linked(linking: Linking, ctx: SlackCtx, asked: Asked): Promise<Message> {
  const { viewer, channel } = channelOf(ctx);
  const view = ctx.directory.for(everyone);
  const entry = entityNamed(view, asked, `${linking.command} link-channel`);
  const before = linking.links.of(channel);
  if (before?.uid === entry.uid) return shown(linking, ctx);
  if (before) mayReplace(linking, ctx, { by: viewer, link: before });
  const link = { channel, uid: entry.uid, ref: entry.ref, by: viewer.userId, at: ctx.clock.now().toISOString() };
  if (!(await linking.links.link(link, before)))
    throw new UserError(
      'linked-meanwhile',
      'Somebody else has linked this channel just now.',
      `${linking.command} link-channel shows to what.`,
    );
  const detail = { channel, ...(before && { before: before.ref }) };
  await ctx.ledger.audit({ viewer, action: 'catalog.link-channel', subject: entry.ref, detail });
  const was = before && entryOf(ctx, before);
  const answer = md`This channel is linked to ${strongName(view, entry)}${was ? md` now, and not to ${bold(displayName(was))} any more` : md``}.`;
  return message(answer, [section(answer), context(join([meaning(linking), takenBack(linking)]))]);
}

function shown(linking: Linking, ctx: SlackCtx): Message {
  const { place, directory, viewer } = ctx;
  if (place.isDm || place.channel === undefined) throw new UserError('no-channel', 'There is no channel here.', 'Ask in a channel.');
  const link = linking.links.of(place.channel);
  const name = code(`${linking.command} link-channel payments-api`);
  if (!link) {
    const answer = md`This channel is linked to nothing.`;
    return message(answer, [section(answer), context(md`${name} links it, and then ${meaning(linking)}`)]);
  }
  const view = directory.for(viewer);
  const kept = findKept(view, link.uid);
  const at = new Date(link.at);
  const since = md`Since ${dateToken(at, link.at.slice(0, 10))}, by ${userMention(link.by) ?? md`a member`}`;
  if (kept.state === 'there') {
    const answer = md`This channel is linked to ${strongName(view, kept.entry)}.`;
    return message(answer, [section(answer), context(join([since, meaning(linking), takenBack(linking)]))]);
  }
  const what =
    kept.state === 'removed'
      ? md`${bold(kept.tombstone.name.slice(0, 80))}, which was removed`
      : md`something that is not in the catalog any more, or that you may not see`;
  const answer = md`This channel is linked to ${what}.`;
  return message(answer, [section(answer), context(join([since, md`${name} links it to something else`, takenBack(linking)]))]);
}

function entryOf(ctx: SlackCtx, { uid }: ChannelLink): Entry | undefined {
  return ctx.directory.for(everyone).withUid(uid);
}

function meaning({ bare }: Linking): Mrkdwn {
  return md`${join(bare.map(code), ' and ')} ${bare.length === 1 ? md`needs` : md`need`} no words here, and a mention of me needs none either`;
}

function takenBack({ command }: Linking): Mrkdwn {
  return md`${code(`${command} unlink-channel`)} takes it back`;
}
