import type { DirectoryView } from '#core/directory.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { agoToken, bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { actions, button, context, section, sectionWithButton } from '#slack/blocks.ts';
import { message } from '#slack/message.ts';
import { findKept } from '#catalog/channels/find-kept.ts';
import { displayName, ownerOf } from '#catalog/ownership/owner.ts';
import { strongName } from '#catalog/slack/name.ts';
import { sortOf } from '#catalog/slack/facts-lines.ts';
import { splitRef } from '#core/ref.ts';
import type { Follow } from '../../follow/follows.ts';
import { followValue } from './follow-value.ts';
import type { Following } from './following.ts';

const mostShown = 20;

/** What is followed in a place, the latest first, each with its end. */
export function followingCard(
  following: Following,
  view: DirectoryView,
  { subscriber, isChannel, undelivered }: { subscriber: string; isChannel: boolean; undelivered?: Mrkdwn },
): Message {
  const all = following.follows.of(subscriber).toReversed();
  const who = isChannel ? md`This channel follows` : md`You follow`;
  const teach = md`${code(`${following.command} follow payments-api`)} tells ${isChannel ? md`it` : md`you`} of another owner or lifecycle, of new dependents, and of a removal.`;
  if (all.length === 0) {
    const answer = md`${who} nothing.`;
    return message(answer, [section(answer), context(teach)]);
  }
  const answer = md`${who} ${escape(count(all.length, 'thing'))}.`;
  const lost = undelivered === undefined ? [] : [context(undelivered)];
  const shown = all.slice(0, mostShown);
  const rest =
    all.length > shown.length ? [context(escape(`${shown.length} of ${all.length} are shown; unfollow ends others by name.`))] : [];
  return message(answer, [section(answer), ...lost, ...muted(following, subscriber), ...shown.map((follow) => row(view, follow)), ...rest]);
}

function muted({ follows }: Following, subscriber: string): Block[] {
  if (!follows.isMuted(subscriber)) return [];
  return [
    context(md`Muted: nothing of it is told here.`),
    actions(button({ id: 'notices.unmute-followed', label: 'Unmute', value: subscriber })),
  ];
}

function row(view: DirectoryView, follow: Follow): Block {
  const end = button({
    id: 'notices.unfollow-listed',
    label: 'Unfollow',
    value: followValue(follow),
    accessibilityLabel: `Unfollow ${splitRef(follow.ref).name}`,
  });
  return sectionWithButton(followedLine(view, follow), end);
}

/** `payments-api · Service in production · Team Payments`, or what became of it. */
export function followedLine(view: DirectoryView, { uid, ref }: Pick<Follow, 'uid' | 'ref'>): Mrkdwn {
  const kept = findKept(view, uid);
  if (kept.state === 'there') {
    const owner = ownerOf(view, kept.entry);
    return join([strongName(view, kept.entry), sortOf(kept.entry), owner.state === 'known' && escape(displayName(owner.entry), 80)]);
  }
  const name = bold(splitRef(ref).name.slice(0, 80));
  if (kept.state === 'unknown') return md`${name} is not there, or may not be seen here any more; nothing of it is told.`;
  const { removedAt } = kept.tombstone;
  return md`${name} was removed ${agoToken(removedAt, removedAt.toISOString().slice(0, 10))}; it is followed for 30 days more, should it come back.`;
}
