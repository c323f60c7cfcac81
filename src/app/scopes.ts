import type { Definition } from '#slack/definition.ts';

/** A permission that the app asks for. `optional`: it works without, with what `reason` names missing. */
export interface Scope {
  scope: string;
  reason: string;
  optional?: true;
  /** Not in the manifest: whoever wants it adds it, because it lets the app read what people write. */
  byHand?: true;
  /** Needed only while there is something of this sort. */
  when?: (definition: Definition) => boolean;
}

const subscribes = (subscription: string) => (definition: Definition) =>
  definition.type === 'event' && (definition.subscription ?? definition.event) === subscription;

/** Every permission with its reason; README repeats this table, and a test holds the two together. */
export const scopes: readonly Scope[] = [
  { scope: 'app_mentions:read', reason: 'To be mentioned in a thread, where slash commands do not work', when: subscribes('app_mention') },
  {
    scope: 'channels:history',
    reason:
      'Not in the manifest. After a crash, to look whether a notice was posted: without it that notice is not sent again, and the next one says that it may be missing',
    optional: true,
    byHand: true,
  },
  {
    scope: 'channels:read',
    reason: 'To ask whether another organisation can read a channel before anything is posted there, and to find channels by name',
  },
  { scope: 'chat:write', reason: 'To answer mentions and direct messages, to share cards, and to tell teams of problems' },
  { scope: 'commands', reason: 'Slash commands and shortcuts' },
  {
    scope: 'files:write',
    reason: 'To send pictures and files that somebody asks for: without it those answers are text alone',
    optional: true,
  },
  {
    scope: 'groups:history',
    reason: 'Not in the manifest. The same as `channels:history`, in private channels',
    optional: true,
    byHand: true,
  },
  { scope: 'groups:read', reason: 'The same as `channels:read`, in private channels: without it nothing is posted there', optional: true },
  { scope: 'im:history', reason: 'To be asked in direct messages; it reads no other conversations', when: subscribes('message.im') },
  {
    scope: 'im:write',
    reason: 'To send a file to the one person who asks for it: without it files come only where others may see them',
    optional: true,
  },
  {
    scope: 'links:read',
    reason: 'Only with `slack.unfurl`. To be told of links on those domains, and of no other message',
    when: subscribes('link_shared'),
  },
  { scope: 'links:write', reason: 'Only with `slack.unfurl`. To put a card below such a link', when: subscribes('link_shared') },
  { scope: 'usergroups:read', reason: 'To find a team by its user group: without it only by name', optional: true },
  { scope: 'users:read', reason: 'To tell members from guests and people of other organisations' },
  { scope: 'users:read.email', reason: 'To match people with the catalog by the e-mail address that Slack knows' },
];

/** What these definitions need, in alphabetical order. */
export function scopesFor(definitions: readonly Definition[]): Scope[] {
  return scopes.filter(({ when, byHand }) => !byHand && (when === undefined || definitions.some(when)));
}
