import type { DirectoryView, Tombstone } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { contactsOf } from '../ownership/contacts.ts';
import { contactLine, writtenChannel } from './contact-lines.ts';
import { since } from './evidence-line.ts';
import type { Face } from './face.ts';
import { message } from './message.ts';
import { nameOfRef } from './name.ts';

/** Something that was in the catalog: when it went, by which commit, who owned it and how to reach them. */
export function removedCard(view: DirectoryView, tombstone: Tombstone, about: { now: Date; face: Face }): Message {
  const { now, face } = about;
  const { ownerRef } = tombstone;
  const gone = md`${bold(tombstone.name)} was removed ${since(tombstone.removedAt, now)}${where(tombstone)}.`;
  const answer = ownerRef === undefined ? gone : md`${gone} It was owned by *${nameOfRef(view, ownerRef)}*.`;
  const known = ownerRef === undefined ? undefined : contactLine(contactsOf(view, ownerRef, face.config), face);
  const { channel, group } = face.config.fallback;
  const fallback = join([channel !== undefined && writtenChannel(channel), group !== undefined && nameOfRef(view, group)], ' or ');
  const help = join([known, fallback && md`Otherwise ask ${fallback} (fallback)`], '\n');
  const place = md`It was a ${escape(tombstone.kind, 40)} in ${escape(tombstone.path, 150)} of ${escape(tombstone.source, 60)}`;
  return message(answer, [section(answer), ...(help ? [section(help)] : []), context(place)]);
}

/** ` in abc1234 by Cleo` when the very commit is known, ` between abc1234 and def5678` when only its bounds are. */
function where({ commit, author, fromCommit, toCommit }: Tombstone): Mrkdwn {
  if (commit) return md` in ${code(commit.slice(0, 7))}${author ? md` by ${escape(author, 60)}` : md``}`;
  if (fromCommit && toCommit) return md` between ${code(fromCommit.slice(0, 7))} and ${code(toCommit.slice(0, 7))}`;
  return md``;
}
