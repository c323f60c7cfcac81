import type { Problem, ReadFile } from '#core/descriptor.ts';

/** A row of `problem`. */
export interface ProblemRow extends Problem {
  source: string;
  /** Place in the file's list. */
  ordinal: number;
  firstSeenAt: Date;
}

export interface ProblemPlan {
  /** Files whose rows are replaced or go. */
  paths: string[];
  rows: ProblemRow[];
}

export interface ProblemInput {
  source: string;
  files: readonly ReadFile[];
  /** Files that are not there any more. */
  gone: readonly string[];
  /** Rows of all these files. */
  stored: readonly ProblemRow[];
  now: Date;
}

/** Replaces the problems of the files that were read. One that was there before keeps the time when it was first seen. */
export function planProblems({ source, files, gone, stored, now }: ProblemInput): ProblemPlan {
  const byPath = Map.groupBy(stored, (row) => row.path);
  const plan: ProblemPlan = { paths: gone.filter((path) => byPath.has(path)), rows: [] };
  for (const file of files) {
    const old = byPath.get(file.path) ?? [];
    const since = new Map(old.map((row) => [sameness(row), row.firstSeenAt]));
    const rows = file.problems.map((problem, ordinal): ProblemRow => {
      const { severity, code, message, fix, line, ref } = problem;
      const firstSeenAt = since.get(sameness(problem)) ?? now;
      return { source, path: file.path, ordinal, severity, code, message, fix, line, ...(ref ? { ref } : {}), firstSeenAt };
    });
    if (isSame(old, rows)) continue;
    if (old.length > 0) plan.paths.push(file.path);
    plan.rows.push(...rows);
  }
  return plan;
}

/** What makes a problem the same one although it stands on another line. */
function sameness({ severity, code, message, ref }: Problem): string {
  return JSON.stringify([severity, code, message, ref ?? null]);
}

function isSame(old: readonly ProblemRow[], rows: readonly ProblemRow[]): boolean {
  if (old.length !== rows.length) return false;
  const text = (row: ProblemRow): string => JSON.stringify([row.ordinal, sameness(row), row.fix, row.line]);
  const known = new Set(old.map(text));
  return rows.every((row) => known.has(text(row)));
}
