import type { Notice } from '#core/notice.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { ProblemFacts } from '../problems/problems-topic.ts';
import { missingBlocks } from './missing-blocks.ts';
import { pageValue } from './problem-page.ts';
import { fixedBlock, problemBlock } from './problem-lines.ts';

/** Problems that one message shows; the others are counted, and a button lists them. */
export const problemsShown = 7;

/** A team's new problems, as they are now: what was fixed since is struck out. */
export function problemNotice(notice: Notice, command: string): Message {
  const { items, settled, subscriber, muted } = notice;
  const shown = items.flatMap(({ id, facts }) => (facts === undefined ? [] : [{ id, facts: facts as ProblemFacts }]));
  const [first] = shown;
  const team = first?.facts.team ?? subscriber;
  const left = items.length - settled.size;
  const answer = headline({ left, total: items.length, team });
  const more = items.length - shown.length;
  const blocks: Block[] = [
    section(answer),
    ...shown.map(({ id, facts }) => (settled.has(id) ? fixedBlock(facts) : problemBlock(facts))),
    ...(more > 0 ? [context(escape(`${shown.length} of ${items.length} are shown.`))] : []),
    ...(first?.facts.strays && left > 0 ? [context(md`Whose files these are could not be told, so administrators hear of them.`)] : []),
    ...missingBlocks(notice.missing),
    ...ending({ left, muted, subscriber, team }, command),
  ];
  return message(answer, blocks);
}

function headline({ left, total, team }: { left: number; total: number; team: string }): Mrkdwn {
  const where = md`in what ${bold(team)} answers for`;
  if (left === 0) return total === 1 ? md`The problem ${where} is fixed.` : md`All ${escape(String(total))} problems ${where} are fixed.`;
  if (left < total) return md`${escape(`${left} of ${count(total, 'problem')}`)} ${where} ${escape(left === 1 ? 'is' : 'are')} left.`;
  return md`${escape(count(total, 'new problem'))} ${where}.`;
}

function ending(about: { left: number; muted: boolean; subscriber: string; team: string }, command: string): Block[] {
  const { left, muted, subscriber, team } = about;
  if (left === 0) return [];
  const all = button({
    id: 'notices.show-problems',
    label: 'Show All',
    value: pageValue({ offset: 0, scope: { kind: 'teams', teams: [subscriber] } }),
  });
  if (!muted)
    return [
      actions(all, button({ id: 'notices.mute', label: 'Mute', value: subscriber, accessibilityLabel: `Mute problems for ${team}` })),
    ];
  const name = subscriber.replace(/^group:(default\/)?/, '');
  return [context(md`Muted: no more of these come here. ${code(`${command} problems unmute ${name}`)} brings them back.`), actions(all)];
}
