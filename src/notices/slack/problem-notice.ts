import type { Notice } from '#core/notice.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { ProblemScope } from '../problems/list-problems.ts';
import type { ProblemFacts } from '../problems/problems-topic.ts';
import { missingBlocks } from './missing-blocks.ts';
import { pageValue } from './problem-page.ts';
import { fixedBlock, problemBlock } from './problem-lines.ts';

/** Problems that one message shows; the others are counted, and a button lists them. */
export const problemsShown = 7;

/** A team's new problems, as they are now: what was fixed since is struck out. */
export function problemNotice(notice: Notice, command: string): Message {
  const { items, settled, subscriber } = notice;
  const shown = items.flatMap(({ id, facts }) => (facts === undefined ? [] : [{ id, facts: facts as ProblemFacts }]));
  const team = shown[0]?.facts.team ?? subscriber;
  const left = items.length - settled.size;
  // Administrators are a team as well, and hear of what has none.
  const strays = shown.some(({ facts }) => facts.strays);
  const own = shown.some(({ facts }) => !facts.strays);
  const where = own ? md`for ${bold(team)}${strays ? md` and in files of no known team` : md``}` : md`in files of no known team`;
  const answer = headline({ left, total: items.length, where });
  const blocks: Block[] = [
    section(answer),
    ...shown.map(({ id, facts }) => (settled.has(id) ? fixedBlock(facts) : problemBlock(facts))),
    ...(items.length > shown.length ? [context(escape(`${shown.length} of ${items.length} are shown.`))] : []),
    ...missingBlocks(notice.missing),
    ...(left > 0 ? ending(notice, { team, own, strays, command }) : []),
  ];
  return message(answer, blocks);
}

function headline({ left, total, where }: { left: number; total: number; where: Mrkdwn }): Mrkdwn {
  if (left === 0) return total === 1 ? md`The problem ${where} is fixed.` : md`All ${escape(String(total))} problems ${where} are fixed.`;
  if (left < total) return md`${escape(`${left} of ${count(total, 'problem')}`)} ${where} ${escape(left === 1 ? 'is' : 'are')} left.`;
  return md`${escape(count(total, 'new problem'))} ${where}.`;
}

function ending({ muted, subscriber }: Notice, about: { team: string; own: boolean; strays: boolean; command: string }): Block[] {
  const { team, own, strays, command } = about;
  const list = (label: string, scope: ProblemScope) =>
    button({ id: `notices.show-problems#${scope.kind}`, label, value: pageValue({ offset: 0, scope }) });
  const lists = [
    ...(own ? [list('Show All', { kind: 'teams', teams: [subscriber] })] : []),
    ...(strays ? [list('Show Without Team', { kind: 'strays' })] : []),
  ];
  if (!muted) {
    const end = button({ id: 'notices.mute', label: 'Mute', value: subscriber, accessibilityLabel: `Mute problems for ${team}` });
    return [actions(...lists, end)];
  }
  const back = `${command} problems unmute ${subscriber.replace(/^group:(default\/)?/, '')}`;
  return [context(md`Muted: no more of these come here. ${code(back)} brings them back.`), actions(...lists)];
}
