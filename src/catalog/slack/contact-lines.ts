import type { Entry } from '#core/directory.ts';
import { channelMention, escape, join, link, md, userGroupMention, userMention } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { ChannelAddress, Contacts, GroupAddress } from '../ownership/contacts.ts';
import type { Lead } from '../ownership/lead.ts';
import { kindOf } from '../ownership/owner.ts';
import type { Face } from './face.ts';

/** `Channel #team-payments · Group @payments · Email … · Lead @bo`; undefined when nothing is known. */
export function contactLine(contacts: Contacts, face: Face): Mrkdwn | undefined {
  const { channel, userGroup, email, lead } = contacts;
  const person = contacts.person && knownPerson(contacts.person.value, face);
  const line = join([
    channel && md`Channel ${channelName(channel.value)}`,
    userGroup && md`Group ${groupName(userGroup.value, face)}`,
    email && md`Email ${link(`mailto:${email.value}`, email.value)}`,
    lead && md`Lead ${leadName(lead.value, face)}`,
    person && md`Slack ${person}`,
  ]);
  return line === '' ? undefined : line;
}

/** What a group should have and has not; people need no channel of their own. */
export function missingContacts(contacts: Contacts, owner: Entry | undefined): string[] {
  if (owner && kindOf(owner) === 'user') return contacts.email || contacts.person ? [] : ['email'];
  const wanted = { 'Slack channel': contacts.channel, 'user group': contacts.userGroup, email: contacts.email, lead: contacts.lead };
  return Object.entries(wanted).flatMap(([name, known]) => (known ? [] : [name]));
}

export function channelName(channel: ChannelAddress): Mrkdwn {
  if ('id' in channel) return channelMention(channel.id) ?? escape(channel.id);
  return escape(`#${channel.name}`, 81);
}

/** A channel as the operator wrote it: an id, or a name with or without its #. */
export function writtenChannel(channel: string): Mrkdwn {
  return channelMention(channel) ?? escape(`#${channel.replace(/^#/, '')}`, 81);
}

function groupName(group: GroupAddress, { people, audience }: Face): Mrkdwn {
  if ('handle' in group) {
    const id = audience === 'asker' ? people.userGroupIdOf(group.handle) : undefined;
    return (id && userGroupMention(id)) || escape(`@${group.handle}`, 81);
  }
  return (audience === 'asker' && userGroupMention(group.id)) || escape(group.id);
}

function leadName(lead: Lead, { people, audience }: Face): Mrkdwn {
  const id = audience === 'asker' && lead.email ? people.userIdOf(lead.email) : undefined;
  return (id && userMention(id)) || escape(lead.name, 80);
}

/** A user id that a file gives counts only when Slack knows that person too. */
function knownPerson(userId: string, { people, audience }: Face): Mrkdwn | undefined {
  return audience === 'asker' && people.emailOf(userId) !== undefined ? userMention(userId) : undefined;
}
