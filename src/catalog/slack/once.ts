import type { Clock } from '#core/clock.ts';

/** Does something that others see, unless the same is under way or was done just now: then it waits for that one. */
export type Once = (clock: Clock, key: string, work: () => Promise<unknown>) => Promise<void>;

/** Slack shows what came of a click only some time after it. */
const joinMs = 5000;

/** An impatient second click, or a second person's, joins the first. What fails can be tried again at once. */
export function createOnce(): Once {
  const known = new Map<string, { doing: Promise<unknown>; untilMs: number }>();
  return async (clock, key, work) => {
    const nowMs = clock.now().getTime();
    for (const [old, { untilMs }] of known) if (untilMs <= nowMs) known.delete(old);
    const earlier = known.get(key);
    if (earlier) return void (await earlier.doing);
    const doing = work();
    known.set(key, { doing, untilMs: Infinity });
    try {
      await doing;
      known.set(key, { doing, untilMs: clock.now().getTime() + joinMs });
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}
