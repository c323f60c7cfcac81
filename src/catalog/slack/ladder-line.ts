import type { DirectoryView } from '#core/directory.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { Ladder, Rung, RungReason } from '../ownership/escalate.ts';
import { channelName, writtenChannel } from './contact-lines.ts';
import { nameOfRef, plainName } from './name.ts';
import { kindWord } from './words.ts';

const mostRungs = 6;

/** `If nobody answers: Team Payments → Commerce (parent, #commerce) → #platform (fallback)`, never without an end. */
export function ladderLines(view: DirectoryView, ladder: Ladder): Mrkdwn {
  const { rungs, skipped } = ladder;
  const named = rungs.filter((rung) => rung.to !== 'nobody');
  const shown = named.length > mostRungs ? [...named.slice(0, mostRungs - 1), ...named.slice(-1)] : named;
  const parts = shown.map((rung) => rungWords(view, rung));
  if (named.length > shown.length) parts.splice(-1, 0, escape(`${named.length - shown.length} more`));
  return join(
    [
      parts.length > 0 && md`If nobody answers: ${join(parts, ' → ')}`,
      ...skippedLines(view, skipped),
      rungs.at(-1)?.to === 'nobody' && unset(parts.length > 0),
    ],
    '\n',
  );
}

/** The entity's own owner is left out: that it is not in the catalog is the card's first sentence. */
function skippedLines(view: DirectoryView, skipped: Ladder['skipped']): Mrkdwn[] {
  return skipped
    .filter(({ reason }) => reason.kind !== 'owner')
    .slice(0, 3)
    .map(({ ref, reason }) => md`Skipped ${nameOfRef(view, ref)} (${reasonWords(reason)}): not in the catalog.`);
}

/** Why somebody is on the ladder, in a few words. */
export function reasonWords(reason: RungReason): Mrkdwn {
  switch (reason.kind) {
    case 'owner':
      return md`owner`;
    case 'parent':
      return md`parent of ${escape(reason.of, 60)}`;
    case 'member-of':
      return md`group of ${escape(reason.of, 60)}`;
    case 'owns-whole':
      return md`owns ${escape(kindWord(reason.what))} ${escape(reason.of, 60)}`;
  }
}

export function rungWords(view: DirectoryView, rung: Rung): Mrkdwn {
  if (rung.to === 'nobody') return unset(false);
  if (rung.to === 'fallback') {
    const whom = join(
      [rung.channel !== undefined && writtenChannel(rung.channel), rung.group !== undefined && nameOfRef(view, rung.group)],
      ' or ',
    );
    return md`${whom} (fallback)`;
  }
  if (rung.reason.kind === 'owner') return md`*${plainName(rung.entry)}*`;
  const channel = rung.channel && md`, ${channelName(rung.channel.value)}`;
  return md`${plainName(rung.entry)} (${reasonWords(rung.reason)}${channel ?? md``})`;
}

/** Says how to give the ladder an end, because the person who reads it can pass that on. */
function unset(others: boolean): Mrkdwn {
  const start = others ? md`After that nobody is known` : md`Nobody else is known to ask`;
  return md`${start}: an administrator can name a channel or a group for such cases as ${code('catalog.fallback')} in switchboard.yaml.`;
}
