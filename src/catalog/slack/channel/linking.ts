import type { ChannelLink, ChannelLinks } from '#catalog/channels/channel-links.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import { operator, type SlackViewer } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { memberOnly } from '../register/registering.ts';

/** What linking channels is wired with. */
export interface Linking {
  links: ChannelLinks;
  /** `permissions.admin`. */
  admin: readonly Ref[];
  /** `/catalog` as people here type it. */
  command: `/${string}`;
  /** The commands that need no words in a linked channel, as people here type them. */
  bare: readonly string[];
}

/** Where somebody is, who is a member and in a channel; throws UserError. */
export function channelOf({ viewer, place, directory }: SlackCtx): { viewer: SlackViewer; channel: string } {
  const member = memberOnly({ viewer });
  if (place.isDm || place.channel === undefined)
    throw new UserError('no-channel', 'There is no channel here that could be linked.', 'Say it in a channel.');
  if (directory.freshness.from !== 'database')
    throw new UserError('database-away', 'The database does not answer, so nothing can be linked right now.', 'Try again in a minute.');
  return { viewer: member, channel: place.channel };
}

/**
 * Any member links a channel that has no link. What is linked is taken away, or replaced, by whoever linked it, the team
 * that owns it and administrators, and by anybody when it is gone: a channel's answer is not changed behind its back.
 */
export function mayReplace(
  { admin }: Pick<Linking, 'admin'>,
  { directory }: SlackCtx,
  about: { by: SlackViewer; link: ChannelLink },
): void {
  const { by, link } = about;
  const all = directory.for(operator);
  const entry = all.withUid(link.uid);
  const owners = entry ? [entry.ref, ...all.targets(entry.ref, 'ownedBy')] : [];
  const concerned = link.by === by.userId || [...owners, ...admin].some((group) => by.groups.includes(group));
  const isKnown = admin.length > 0 || directory.sources().some(({ authority }) => authority);
  if (!entry || concerned || !isKnown) return;
  throw new UserError(
    'linked-already',
    'This channel is linked already, and only whoever linked it, the team that owns that, or an administrator changes it.',
    'Ask one of them.',
  );
}
