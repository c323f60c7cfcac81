import type { Problem } from '#core/descriptor.ts';

/** `file:line: problem — how to fix it`, on one line. */
export function formatProblem(problem: Problem): string {
  const text = `${problem.path}:${problem.line}: ${problem.message} — ${problem.fix}`;
  // Control characters could repaint the terminal.
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
