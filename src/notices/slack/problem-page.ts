import { slackLimits } from '#core/slack-limits.ts';
import type { ProblemScope } from '../problems/list-problems.ts';

/** A part of a list of problems, as a button carries it. */
export interface ProblemPage {
  offset: number;
  scope: ProblemScope;
}

export function pageValue({ offset, scope }: ProblemPage): string {
  const value = (names: readonly string[]) => [offset, scope.kind, ...names].join(' ');
  if (scope.kind === 'all') return value([]);
  if (scope.kind === 'source') return value([scope.source]);
  // Somebody may be in very many groups: those that do not fit are left out, the first are the nearest.
  const teams = [...scope.teams];
  while (value(teams).length > slackLimits.buttonValue) teams.pop();
  return value(teams);
}

/** Pure. The value of a button that is not ours any more means all. */
export function parsePage(text: string): ProblemPage {
  const [offset = '', kind, ...names] = text.split(' ');
  const [source] = names;
  const scope: ProblemScope =
    kind === 'teams' ? { kind, teams: names } : kind === 'source' && source !== undefined ? { kind, source } : { kind: 'all' };
  return { offset: /^\d{1,6}$/.test(offset) ? Number(offset) : 0, scope };
}
