import { setTimeout as sleep } from 'node:timers/promises';

/** How an attempt ended; `failed` is worth another one, after `waitMs` at least. */
export type Attempt = { outcome: 'taken' } | { outcome: 'refused'; error: unknown } | { outcome: 'failed'; error: unknown; waitMs: number };

/**
 * Between attempts. With what Slack itself asks us to wait, an answer outlives a minute or so of trouble; response URLs
 * live for thirty.
 */
export const pausesMs: readonly number[] = [500, 2000, 5000, 15_000, 30_000];
/** Longer than Slack is known to think: a message it takes after we gave up would come twice. */
export const attemptMs = 15_000;

const longestWaitMs = 60_000;

/** Tries until Slack has taken it; throws what was in the way when it refuses, or after the last pause. */
export async function untilTaken(attempt: () => Promise<Attempt>, pauses: readonly number[]): Promise<void> {
  for (let n = 0; ; n++) {
    const made = await attempt();
    if (made.outcome === 'taken') return;
    const pause = pauses[n];
    if (made.outcome === 'refused' || pause === undefined) throw made.error;
    await sleep(Math.min(Math.max(made.waitMs, pause), longestWaitMs));
  }
}
