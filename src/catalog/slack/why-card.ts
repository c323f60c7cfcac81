import type { DirectoryView, Entry, SourceFacts } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import { contactsOf } from '../ownership/contacts.ts';
import { escalate } from '../ownership/escalate.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import type { Evidence } from '../ownership/evidence.ts';
import { ownerOf } from '../ownership/owner.ts';
import { contactLine } from './contact-lines.ts';
import { doubtSentences, evidenceLine, since } from './evidence-line.ts';
import type { Face } from './face.ts';
import { headline } from './headline.ts';
import { ladderLines, rungWords } from './ladder-line.ts';
import { message } from './message.ts';
import { duration } from './words.ts';

const mostLines = 12;

/** Why the answer is what it is: where every fact is written, what speaks against it, why each rung is on the ladder. */
export function whyCard(view: DirectoryView, entry: Entry, about: { now: Date; face: Face }): Message {
  const { now, face } = about;
  const evidence = evidenceOf(view, entry, now);
  const answer = headline(view, entry);
  const dangling = evidence.doubts.find((doubt) => doubt.kind === 'dangling');
  const suggestion = dangling && view.nearest(dangling.owner);
  const doubts = doubtSentences(view, { entry, evidence, suggestion });
  const blocks = [
    section(join([answer, stated(entry, evidence)], '\n')),
    section(join([md`*Source*`, sourceLines(view.source(entry.source), entry, now)], '\n')),
    ...contactBlocks(view, entry, face),
    section(join([md`*Whom to ask*`, ...ladder(view, entry, face)], '\n')),
    ...(doubts.length > 0 ? [section(join([md`*Reservations*`, ...doubts], '\n'))] : []),
    context(evidenceLine(evidence, now)),
  ];
  return message(answer, blocks);
}

function stated(entry: Entry, evidence: Evidence): Mrkdwn {
  const what = entry.ownerLine === undefined ? md`It is described` : md`Its owner is written`;
  return md`${what} in ${placeLink(evidence)}; its address is ${code(entry.ref)}.`;
}

function sourceLines(source: SourceFacts | undefined, entry: Entry, now: Date): Mrkdwn {
  if (!source) return md`${code(entry.source)}, of which nothing is known here any more.`;
  const { head, branch, seenAt, syncedAt, visibleTo } = source;
  return join(
    [
      md`${code(source.name)} (${escape(source.type)}), looked at every ${escape(duration(source.everyMs))}`,
      head && md`Commit ${code(head.slice(0, 7))}${branch && branch !== head ? md` of ${escape(branch, 80)}` : md``}`,
      seenAt && md`Last seen ${since(seenAt, now)}${syncedAt ? md`, last changed content ${since(syncedAt, now)}` : md``}`,
      md`This entry last changed ${since(entry.changedAt, now)}`,
      !source.ok && md`The last attempt to read it failed${source.errorCode ? md` (${escape(source.errorCode, 40)})` : md``}`,
      source.authority && md`It decides who is in which group`,
      ...additionLines(entry),
      visibleTo !== 'everyone' && md`Visible to ${escape(visibleTo.join(', '), 200)} only, so it cannot be shared`,
    ],
    '\n',
  );
}

/** Who else had something to say of a person or group, and of what. */
function additionLines({ added = [] }: Entry): Mrkdwn[] {
  const places = Map.groupBy(added, ({ source, path, line }) => `${path}:${line} (${source})`);
  return [...places].slice(0, mostLines).map(([place, additions]) => {
    const names = additions.map(({ field }) => field.replace(/^metadata\.(annotations\.|labels\.)?|^spec\.profile\./, ''));
    return md`${escape(names.join(', '), 200)}: from ${escape(place, 120)}`;
  });
}

/** Each contact with the place where it is written. */
function contactBlocks(view: DirectoryView, entry: Entry, face: Face) {
  const owner = ownerOf(view, entry);
  const ref = 'ref' in owner ? owner.ref : owner.state === 'ownerless' ? entry.ref : undefined;
  if (ref === undefined) return [];
  const { channel, userGroup, email, lead } = contactsOf(view, ref, face.config);
  const lines = [
    channel && told(contactLine({ channel }, face), channel.from),
    userGroup && told(contactLine({ userGroup }, face), userGroup.from),
    email && told(contactLine({ email }, face), email.from),
    lead && told(contactLine({ lead }, face), lead.from),
  ];
  const text = join(lines, '\n');
  return text === '' ? [] : [section(join([md`*Contacts*`, text], '\n'))];
}

function told(line: Mrkdwn | undefined, from: string): Mrkdwn | undefined {
  return line && md`${line} – from ${escape(from)}`;
}

function ladder(view: DirectoryView, entry: Entry, face: Face): Mrkdwn[] {
  const found = escalate(view, entry, face.config);
  const named = found.rungs.filter(({ to }) => to !== 'nobody');
  const shown = named.slice(0, mostLines).map((rung, i) => md`${escape(String(i + 1))}. ${rungWords(view, rung)}`);
  const more = named.length > mostLines ? [escape(`${named.length - mostLines} more`)] : [];
  const end = ladderLines(view, { rungs: found.rungs.filter(({ to }) => to === 'nobody'), skipped: found.skipped });
  return end === '' ? [...shown, ...more] : [...shown, ...more, end];
}
