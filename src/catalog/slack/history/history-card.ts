import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import type { Block, Message } from '#core/reply.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, link, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { History, Moment } from '../../history/read-history.ts';
import { refName } from '../../ownership/owner.ts';
import { commitLink } from '../../web-links.ts';
import { since } from '../evidence-line.ts';
import { message } from '../message.ts';
import { stepWords } from './step-words.ts';

const onePage = 7;
const mostSteps = 8;

/** Whose history, and from where on. */
export interface HistoryPage {
  ref: Ref;
  offset: number;
}

export interface Subject {
  name: string;
  /** When it last changed, which may be longer ago than the feed goes back. */
  changedAt: Date;
  gone: boolean;
}

/** What changed of something in the feed's time, newest first, each with the commit that it was seen in. */
export function historyCard(view: DirectoryView, history: History, about: { page: HistoryPage; subject: Subject; now: Date }): Message {
  const { page, subject, now } = about;
  const { moments, capped } = history;
  const offset = page.offset < moments.length ? page.offset : 0;
  const shown = moments.slice(offset, offset + onePage);
  const to = offset + shown.length;
  const range = moments.length > shown.length && escape(`${offset + 1}–${to} of ${moments.length}${capped ? ' or more' : ''}`);
  const answer = answerOf(history, subject, now);
  return message(answer, [
    section(answer),
    ...shown.map((moment) => section(momentLines(view, moment, { ref: page.ref, now }))),
    context(join([range, md`changes are kept for 30 days`, md`a commit is the one in which they were first seen`])),
    ...turns({ ...page, offset }, moments.length),
  ]);
}

function answerOf({ moments, capped }: History, { name, changedAt, gone }: Subject, now: Date): Mrkdwn {
  const last = gone ? md`it was removed ${since(changedAt, now)}` : md`it last changed ${since(changedAt, now)}`;
  if (moments.length === 0) return md`Nothing of ${bold(name)} changed in the last 30 days; ${last}.`;
  const times = moments.length === 1 ? 'once' : `${moments.length} times`;
  return md`${bold(name)} changed ${escape(capped ? `at least ${times}` : times)} in the last 30 days; ${last}.`;
}

/** `2 h ago in abc1234`, and what it was. */
function momentLines(view: DirectoryView, { at, source, ref, commit, steps }: Moment, { ref: now_, now }: { ref: Ref; now: Date }): Mrkdwn {
  const facts = view.source(source);
  const short = commit?.slice(0, 7);
  const where = short && (facts?.webUrl && facts.type === 'git' ? link(commitLink(facts.webUrl, commit ?? ''), short) : code(short));
  const as = ref !== now_ && md`as ${escape(refName(view, ref), 80)}`;
  const head = join([join([since(at, now), where], ' in '), as]);
  const words = steps.flatMap((step) => stepWords(view, step));
  const more = words.length > mostSteps && md`• ${escape(`${words.length - mostSteps} more`)}`;
  return join([head, ...words.slice(0, mostSteps).map((one) => md`• ${one}`), more], '\n');
}

export function pageValue({ ref, offset }: HistoryPage): string {
  return `${offset} ${ref}`;
}

function turns({ ref, offset }: HistoryPage, total: number): Block[] {
  const turn = (label: 'Newer' | 'Older', to: number) =>
    button({ id: `catalog.history-page#${label.toLowerCase()}`, label, value: pageValue({ ref, offset: to }) });
  const buttons = [
    ...(offset > 0 ? [turn('Newer', Math.max(0, offset - onePage))] : []),
    ...(offset + onePage < total ? [turn('Older', offset + onePage)] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}
