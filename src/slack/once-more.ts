import { setTimeout as sleep } from 'node:timers/promises';
import { busy } from './post-error.ts';
import { retryAfterSeconds } from './slack-api.ts';

/** A rate limit this short is waited out even though somebody waits. */
const shortWaitSeconds = 3;

/**
 * Does it, and once more after a short rate limit: Slack took nothing, so nothing comes twice. `held` is told how long
 * Slack wants to be left alone. Throws UserError `slack-busy` when that is longer, and else what `work` throws.
 */
export async function onceMore<T>(work: () => Promise<T>, held: (ms: number) => void): Promise<T> {
  const attempt = async (): Promise<{ done: T } | { limited: unknown; seconds: number }> => {
    try {
      return { done: await work() };
    } catch (error) {
      const seconds = retryAfterSeconds(error);
      if (seconds === undefined) throw error;
      held(seconds * 1000);
      return { limited: error, seconds };
    }
  };
  const first = await attempt();
  if ('done' in first) return first.done;
  if (first.seconds > shortWaitSeconds) throw busy(first.seconds, first.limited);
  await sleep(first.seconds * 1000);
  const second = await attempt();
  if ('done' in second) return second.done;
  throw busy(second.seconds, second.limited);
}
