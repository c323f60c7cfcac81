import type { DirectoryView, Entry, Place } from '#core/directory.ts';
import type { OpenProposal } from '#core/proposals.ts';
import { agoToken, dateToken, escape, join, link, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import type { Doubt, Evidence } from '../ownership/evidence.ts';
import { nameOfRef, plainName } from './name.ts';
import { ago, clockTime, count, duration } from './words.ts';

type Away = Extract<Doubt, { asOf: Date }>;

/** `catalog-info.yaml:14 @ a1b2c3d · synced 42 s ago · confirmed`, with what is wrong in words before the verdict. */
export function evidenceLine(evidence: Evidence, now: Date): Mrkdwn {
  const { commit, seenAt, doubts } = evidence;
  const place = placeLink(evidence);
  const away = doubts.find((doubt) => doubt.kind === 'snapshot' || doubt.kind === 'memory');
  const unseen = doubts.find((doubt) => doubt.kind === 'unseen');
  const age = away ? awayWords(away, now) : unseen ? unseenWords(unseen, now) : seenAt && md`synced ${since(seenAt, now)}`;
  return join([commit ? md`${place} @ ${escape(commit)}` : place, age, evidence.verdict && escape(evidence.verdict)]);
}

/** What a reader must know before acting on the answer; one sentence each. */
export function doubtSentences(view: DirectoryView, about: { entry: Entry; evidence: Evidence; suggestion: string | undefined }): Mrkdwn[] {
  const { entry, evidence, suggestion } = about;
  const sentences = evidence.doubts.flatMap((doubt): Mrkdwn[] => {
    if (doubt.kind === 'dangling') return suggestion ? [md`Did you mean ${nameOfRef(view, suggestion)}?`] : [];
    if (doubt.kind === 'disputed') return [disputed(view, { entry, evidence, rivals: doubt.rivals })];
    if (doubt.kind === 'proposed') return [proposedChanges(doubt.proposals)];
    if (doubt.kind === 'broken') {
      return [
        md`Its file has had an error since, at line ${escape(String(doubt.line))}; this is the last good version: ${escape(doubt.message, 200)}`,
      ];
    }
    return [];
  });
  if (evidence.leavesAt)
    sentences.push(
      md`Its repository is gone or no longer registered; it is kept until ${dateToken(evidence.leavesAt, clockTime(evidence.leavesAt))}.`,
    );
  return evidence.held
    ? [...sentences, md`Its file does not have it any more; it stays until an administrator confirms the removal.`]
    : sentences;
}

/** A time as words that keep counting in Slack. */
export function since(at: Date, now: Date): Mrkdwn {
  return agoToken(at, `${ago(at, now)} ago`);
}

function disputed(view: DirectoryView, about: { entry: Entry; evidence: Evidence; rivals: readonly Place[] }): Mrkdwn {
  const { entry, evidence, rivals } = about;
  const visible = rivals.filter(({ source }) => view.source(source) !== undefined);
  const places = visible.slice(0, 3).map((place) => md`${placeLink(place)} (${escape(place.source, 60)})`);
  const more = rivals.length - places.length;
  const others = join([...places, more > 0 && escape(`${count(more, 'other place')}`)], ', ');
  return md`${plainName(entry)} is claimed more than once: shown from ${placeLink(evidence)} (${escape(evidence.source, 60)}), also in ${others}.`;
}

const mostProposals = 3;

function proposedChanges(proposals: readonly OpenProposal[]): Mrkdwn {
  const links = proposals.slice(0, mostProposals).map(({ url, number, field }) => md`${link(url, `#${number}`)} (${escape(field)})`);
  const more = proposals.length > links.length && escape(`${proposals.length - links.length} more`);
  return md`Change proposed: ${join([...links, more], ', ')}. Until it is merged or closed this is what the file says.`;
}

/** How old all of it is while the database is away. */
export function awayWords(doubt: Away, now: Date): Mrkdwn {
  const what = doubt.kind === 'snapshot' ? 'snapshot of' : 'as it was at';
  return md`${escape(what)} ${dateToken(doubt.asOf, clockTime(doubt.asOf))} (${since(doubt.asOf, now)}): the database is away`;
}

/** Of a source that was not seen in time. */
export function unseenWords({ seenAt, everyMs }: { seenAt: Date | null; everyMs: number }, now: Date): Mrkdwn {
  if (!seenAt) return md`its source has never been read here`;
  return md`last seen ${since(seenAt, now)} though due every ${escape(duration(everyMs))}`;
}
