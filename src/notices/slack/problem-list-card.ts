import { refName } from '#catalog/ownership/owner.ts';
import { fileUrl } from '#catalog/ownership/evidence.ts';
import type { DirectoryView } from '#core/directory.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { ProblemList, ProblemScope } from '../problems/list-problems.ts';
import { problemBlock } from './problem-lines.ts';
import { pageValue, type ProblemPage } from './problem-page.ts';

export const pageLength = 8;

/** `reach`: why the team does not hear of new ones by itself. */
type Page = ProblemPage & { reach: Mrkdwn | undefined };

/** One page of problems, with how many there are and the way to the others. */
export function problemListCard(view: DirectoryView, list: ProblemList, { offset, scope, reach }: Page): Message {
  const total = list.errors + list.warnings;
  const answer = headline(view, list, scope);
  const unread = scope.kind === 'source' ? unreadLine(view, scope.source) : undefined;
  const last = [unread, reach].flatMap((line) => (line ? [context(line)] : []));
  if (total === 0) return message(answer, [section(answer), ...last]);
  const to = offset + list.shown.length;
  const range = list.shown.length === 0 ? 'This page is empty now.' : `${offset + 1}–${to} of ${total}${list.capped ? ' or more' : ''}`;
  const blocks: Block[] = [
    section(answer),
    ...list.shown.map(({ source, ...problem }) => {
      const facts = view.source(source);
      const url = facts && fileUrl(facts, problem.path, problem.line);
      return problemBlock({ ...problem, ...(url && { url }), ...(!(scope.kind === 'source' && scope.source === source) && { source }) });
    }),
    ...(list.shown.length < total || list.capped ? [context(escape(range))] : []),
    ...last,
  ];
  const turns = [
    ...(offset > 0 ? [turn('Previous', { offset: Math.max(0, offset - pageLength), scope })] : []),
    ...(to < total && list.shown.length > 0 ? [turn('Next', { offset: to, scope })] : []),
  ];
  return message(answer, turns.length > 0 ? [...blocks, actions(...turns)] : blocks);
}

/** What is wrong with a source as a whole is no problem of a file, and whoever asks must not think that all is well. */
function unreadLine(view: DirectoryView, name: string): Mrkdwn | undefined {
  const source = view.source(name);
  if (!source || source.ok) return undefined;
  return md`It could not be read last time (${escape(source.errorCode ?? 'failed')}), so this is how it was before; ${code('switchboard status')} says why.`;
}

/** Slack wants different action ids in one block. */
function turn(label: 'Previous' | 'Next', page: ProblemPage) {
  return button({ id: `notices.turn-page#${label.toLowerCase()}`, label, value: pageValue(page) });
}

function headline(view: DirectoryView, { errors, warnings, capped }: ProblemList, scope: ProblemScope): Mrkdwn {
  const where = placeOf(view, scope);
  if (errors + warnings === 0) return md`There is no problem ${where}.`;
  const parts = [errors > 0 && bold(count(errors, 'error')), warnings > 0 && bold(count(warnings, 'warning'))];
  return md`${capped ? md`At least ` : md``}${join(parts, ' and ')} ${where}.`;
}

function placeOf(view: DirectoryView, scope: ProblemScope): Mrkdwn {
  if (scope.kind === 'all') return md`in the catalog`;
  if (scope.kind === 'strays') return md`in files of no known team`;
  if (scope.kind === 'source') return md`in the source ${code(scope.source)}`;
  const names = scope.teams.slice(0, 3).map((ref) => bold(refName(view, ref)));
  const more = scope.teams.length - names.length;
  return md`for ${join([...names, more > 0 && escape(count(more, 'other group'))], ', ')}`;
}
