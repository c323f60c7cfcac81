import type { Problem } from '#core/descriptor.ts';
import { oneLine } from './one-line.ts';

/** `file:line: problem — how to fix it`, on one line. */
export function formatProblem(problem: Problem): string {
  return oneLine(`${problem.path}:${problem.line}: ${problem.message} — ${problem.fix}`);
}
