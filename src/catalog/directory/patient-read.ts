import type { Db } from '#core/db.ts';
import { UserError } from '#core/user-error.ts';
import type { Read } from './read-rows.ts';

export interface Patience {
  /** A statement that takes longer is given up: whoever asked goes on without it. */
  answerMs: number;
  /** So long a statement that was given up, but has not ended, keeps another from being sent. */
  forgetMs: number;
}

export const ordinaryPatience: Patience = { answerMs: 5_000, forgetMs: 15_000 };

/**
 * Reads with a deadline, one statement at a time. A database that is slow, or gone without closing its connections,
 * gets no second question while the first is still open: questions that nobody waits for would keep it slow.
 * The promise rejects with the database's own error, or with UserError `database-slow`.
 */
export function createPatientRead(db: Pick<Db, 'rows'>, patience: Patience): Read {
  let open: { settled: Promise<unknown>; since: number } | undefined;
  return async (statement) => {
    if (open && performance.now() - open.since < patience.forgetMs) await within(patience.answerMs, open.settled);
    const answer = db.rows(statement);
    const mine = { settled: answer.then(settled, settled), since: performance.now() };
    open = mine;
    void mine.settled.then(() => {
      if (open === mine) open = undefined;
    });
    // What a statement that was given up says in the end concerns nobody, but must not be an unhandled rejection.
    return (await within(patience.answerMs, answer)) as never;
  };
}

/** Rejects with UserError `database-slow` when `work` has not ended after `ms`; its outcome is then ignored. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(slow(ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function slow(ms: number): UserError {
  return new UserError(
    'database-slow',
    `The database did not answer within ${ms / 1000} s.`,
    'Look whether it is up, and what it is busy with.',
  );
}

function settled(): void {
  // Nothing to do: only that it ended counts.
}
