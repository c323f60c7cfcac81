import type { Tools } from '#plugin.ts';

/** A question that is asked once for all who want to know at the same time, and whose answer is kept for a while. */
export type Remembered<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

export interface Keeping {
  ms: number;
  /** Failures are kept as well, so that what is down is not asked by everybody. */
  failureMs: number;
  most: number;
}

export function remember<T>({ clock }: Pick<Tools, 'clock'>, { ms, failureMs, most }: Keeping): Remembered<T> {
  const known = new Map<string, { answer: Promise<T>; untilMs: number }>();
  return (key, ask) => {
    const nowMs = clock.now().getTime();
    const before = known.get(key);
    if (before && before.untilMs > nowMs) return before.answer;
    const answer = ask();
    const kept = { answer, untilMs: Infinity };
    known.delete(key);
    known.set(key, kept);
    const keep = (forMs: number) => {
      kept.untilMs = clock.now().getTime() + forMs;
    };
    answer.then(
      () => keep(ms),
      () => keep(failureMs),
    );
    // The oldest go first; a Map is in the order in which they came.
    for (const old of known.keys()) {
      if (known.size <= most) break;
      known.delete(old);
    }
    return answer;
  };
}
