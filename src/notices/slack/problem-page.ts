import { slackLimits } from '#core/slack-limits.ts';
import type { ProblemScope } from '../problems/list-problems.ts';

/** A part of a list of problems, as a button carries it. */
export interface ProblemPage {
  offset: number;
  scope: ProblemScope;
}

export function pageValue({ offset, scope }: ProblemPage): string {
  const value = (names: readonly string[]) => [offset, scope.kind, ...names].join(' ');
  if (scope.kind === 'all' || scope.kind === 'strays') return value([]);
  if (scope.kind === 'source') return value([scope.source]);
  // Somebody may be in very many groups: those that do not fit are left out, the first are the nearest.
  const teams = [...scope.teams];
  while (value(teams).length > slackLimits.buttonValue) teams.pop();
  return value(teams);
}

/** Pure. The value of a button that is not ours any more means all. */
export function parsePage(text: string): ProblemPage {
  const [offset = '', kind, ...names] = text.split(' ');
  return { offset: /^\d{1,6}$/.test(offset) ? Number(offset) : 0, scope: scopeOf(kind, names) };
}

function scopeOf(kind: string | undefined, names: readonly string[]): ProblemScope {
  if (kind === 'teams') return { kind, teams: names };
  if (kind === 'source') return { kind, source: names.join(' ') };
  return { kind: kind === 'strays' ? kind : 'all' };
}
