import type { FileCommit } from '#core/commits.ts';
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
const mostWriters = 3;

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

/** By which commits the shown moments were written, as far as history said in time. */
export interface Writers {
  by: ReadonlyMap<Moment, readonly FileCommit[]>;
  late: boolean;
}

export function pageOf({ moments }: History, { offset }: HistoryPage): Moment[] {
  const from = offset < moments.length ? offset : 0;
  return moments.slice(from, from + onePage);
}

interface About {
  page: HistoryPage;
  subject: Subject;
  writers: Writers;
  now: Date;
}

/** What changed of something in the feed's time, newest first, each with who wrote it in which commit. */
export function historyCard(view: DirectoryView, history: History, about: About): Message {
  const { page, subject, writers, now } = about;
  const { moments, capped } = history;
  const offset = page.offset < moments.length ? page.offset : 0;
  const shown = pageOf(history, page);
  const to = offset + shown.length;
  const range = moments.length > shown.length && escape(`${offset + 1}–${to} of ${moments.length}${capped ? ' or more' : ''}`);
  const answer = answerOf(history, subject, now);
  return message(answer, [
    section(answer),
    ...shown.map((moment) => section(momentLines(view, moment, about))),
    context(join([range, md`changes are kept for 30 days`, upToLine(shown, writers)])),
    ...turns({ ...page, offset }, moments.length),
  ]);
}

function answerOf({ moments, capped }: History, { name, changedAt, gone }: Subject, now: Date): Mrkdwn {
  const last = gone ? md`it was removed ${since(changedAt, now)}` : md`it last changed ${since(changedAt, now)}`;
  if (isNew(moments) && !gone) return md`${bold(name)} was added ${since(changedAt, now)} and has not changed since.`;
  if (moments.length === 0) return md`Nothing of ${bold(name)} changed in the last 30 days; ${last}.`;
  const times = moments.length === 1 ? 'once' : `${moments.length} times`;
  return md`${bold(name)} changed ${escape(capped ? `at least ${times}` : times)} in the last 30 days; ${last}.`;
}

function isNew([first, ...others]: readonly Moment[]): boolean {
  return others.length === 0 && first !== undefined && first.steps.every(({ op }) => op === 'added');
}

/** `2 h ago by Ana in abc1234`, and what it was. */
function momentLines(view: DirectoryView, moment: Moment, { page, writers, now }: About): Mrkdwn {
  const { at, ref, steps } = moment;
  const as = ref !== page.ref && md`as ${escape(refName(view, ref), 80)}`;
  const head = join([join([since(at, now), whereLine(view, moment, writers)], ' '), as]);
  const words = steps.flatMap((step) => stepWords(view, step));
  const more = words.length > mostSteps && md`• ${escape(`${words.length - mostSteps} more`)}`;
  return join([head, ...words.slice(0, mostSteps).map((one) => md`• ${one}`), more], '\n');
}

/** Where several commits touched its file at a time, any of them may have been it. */
function whereLine(view: DirectoryView, moment: Moment, { by }: Writers): Mrkdwn | undefined {
  const { source, commit } = moment;
  const facts = view.source(source);
  const short = (of: string) =>
    facts?.webUrl && facts.type === 'git' ? link(commitLink(facts.webUrl, of), of.slice(0, 7)) : code(of.slice(0, 7));
  const written = by.get(moment) ?? [];
  const named = written.slice(0, mostWriters).map((one) => md`by ${escape(one.author, 60)} in ${short(one.commit)}`);
  if (named.length > 0) return join([...named, written.length > mostWriters && md`more before that`], ', ');
  if (commit === null) return undefined;
  return isUpTo(moment) ? md`in the commits up to ${short(commit)}` : md`in ${short(commit)}`;
}

/** Of a removal the feed has the very commit, once that is known. */
function isUpTo({ commit, steps }: Moment): boolean {
  return commit !== null && !steps.some(({ op, field }) => op === 'removed' && field === 'commit');
}

function upToLine(shown: readonly Moment[], { by, late }: Writers): Mrkdwn | undefined {
  if (shown.every((moment) => by.has(moment) || !isUpTo(moment))) return undefined;
  if (late) return md`who it was is still being looked up: ask again in a moment`;
  return md`“up to” a commit: it was first seen there, and may have come with an earlier one`;
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
