import type { Section } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { channelOf, contactsOf } from '../ownership/contacts.ts';
import type { Contacts } from '../ownership/contacts.ts';
import { escalate } from '../ownership/escalate.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { membersOf, ownedBy } from '../ownership/owned.ts';
import { kindOf, ownerOf } from '../ownership/owner.ts';
import { channelName, contactLine, missingContacts } from './contact-lines.ts';
import { doubtSentences } from './evidence-line.ts';
import { factsLine, linksLine } from './facts-lines.ts';
import type { Face } from './face.ts';
import { kindsLine } from './kinds-line.ts';
import { ladderLines } from './ladder-line.ts';
import { nameOfRef, plainName } from './name.ts';
import { count } from './words.ts';

const mostNames = 10;

/** The product's own parts of a card. They need only the directory, so nobody ever waits for them. */
export function ownershipSections(face: Face): Section[] {
  return [
    builtIn('catalog.doubts', (view, entry, now) => {
      const evidence = evidenceOf(view, entry, now);
      const dangling = evidence.doubts.find((doubt) => doubt.kind === 'dangling');
      const suggestion = dangling && view.nearest(dangling.owner);
      return join(doubtSentences(view, { entry, evidence, suggestion }), '\n');
    }),
    builtIn('catalog.contacts', (view, entry) => contacts(view, entry, face)),
    builtIn('catalog.owned', owned),
    builtIn('catalog.facts', (view, entry) => factsLine(view, entry)),
    builtIn('catalog.links', (view, entry) => linksLine(view, entry)),
    builtIn('catalog.escalation', (view, entry) => ladderLines(view, escalate(view, entry, face.config))),
  ];
}

export function builtIn(id: string, write: (view: DirectoryView, entry: Entry, now: Date) => Mrkdwn | undefined): Section {
  const render = (entry: Entry, { view, now }: { view: DirectoryView; now: Date }): Block[] => {
    const text = write(view, entry, now);
    return text ? [section(text)] : [];
  };
  return { id, deadlineMs: 0, render };
}

/** How to reach the owner or, for a group or a person, themselves; what is not known is a line of its own. */
function contacts(view: DirectoryView, entry: Entry, face: Face): Mrkdwn | undefined {
  const owner = ownerOf(view, entry);
  const asked = ['group', 'user'].includes(kindOf(entry));
  if (!asked && owner.state !== 'known' && owner.state !== 'dangling') return ownChannel(entry, {});
  const ref = asked || !('ref' in owner) ? entry.ref : owner.ref;
  const known = contactsOf(view, ref, face.config);
  const line = contactLine(known, face);
  const missing = owner.state === 'dangling' ? [] : missingContacts(known, view.get(ref));
  const absent = missing.length > 0 && md`Not known of ${nameOfRef(view, ref)}: ${escape(missing.join(', '))}.`;
  return join([line, asked ? undefined : ownChannel(entry, known), absent], '\n');
}

/** The entity's own channel helps where its owner has none. */
function ownChannel(entry: Entry, owner: Contacts): Mrkdwn | undefined {
  const channel = owner.channel ? undefined : channelOf(entry);
  return channel && md`Its own channel ${channelName(channel.value)}`;
}

/** What a group or a person owns: counted by kind, named production first, and who is in the group. */
function owned(view: DirectoryView, entry: Entry): Mrkdwn | undefined {
  if (!['group', 'user'].includes(kindOf(entry))) return undefined;
  const { total, first, kinds, through } = ownedBy(view, entry);
  const groups = through.map(({ group, count: things }) => md`${plainName(group)} (${escape(String(things))})`);
  const members = kindOf(entry) === 'group' ? membersOf(view, entry).map(plainName) : [];
  return join(
    [
      kindsLine(kinds),
      total > 0 && firstOf(first(mostNames).map(plainName), total),
      groups.length > 0 && md`Through ${capped(groups)}`,
      members.length > 0 && md`${escape(count(members.length, 'member'))}: ${capped(members)}`,
    ],
    '\n',
  );
}

/** Names with an honest end. */
function capped(names: readonly Mrkdwn[]): Mrkdwn {
  const shown = join(names.slice(0, mostNames), ', ');
  return names.length <= mostNames ? shown : md`${shown} and ${escape(`${names.length - mostNames} more`)}`;
}

function firstOf(names: readonly Mrkdwn[], total: number): Mrkdwn {
  const shown = join(names, ', ');
  return names.length === total ? shown : md`${shown} (${escape(`${names.length} of ${total}`)})`;
}
