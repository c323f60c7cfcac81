/** Which signatures were accepted lately, so that none is accepted twice. */
export interface ReplayStore {
  /** True the first time. Only signatures that were verified may be claimed: else anybody could push the real ones out. */
  claim(signature: Buffer, nowMs: number): boolean;
  /** `dropped`: pushed out before their time because more came than fit; each could be replayed once. */
  readonly counts: { held: number; dropped: number };
}

/** Slack's requests are refused after 5 minutes and up to 1 minute early; what is remembered must outlive both. */
const rememberMs = 6 * 60_000;

/**
 * Remembers signatures for 6 minutes, the newest `capacity` of them at most; about 25 MB when full. A ring beside the
 * set keeps the order: asking a Map for its oldest key walks over everything that was deleted before it.
 */
export function createReplayStore(capacity = 1 << 18): ReplayStore {
  const seen = new Set<string>();
  const keys: (string | undefined)[] = [];
  const times = new Float64Array(capacity);
  const counts = { held: 0, dropped: 0 };
  let oldest = 0;

  function forgetOldest(): void {
    seen.delete(keys[oldest] ?? '');
    keys[oldest] = undefined;
    oldest = (oldest + 1) % capacity;
    counts.held -= 1;
  }

  return {
    counts,
    claim(signature, nowMs) {
      while (counts.held > 0 && (times[oldest] ?? 0) <= nowMs - rememberMs) forgetOldest();
      // Half of a SHA-256 digest is beyond collision, and a fresh short string holds no request header alive.
      const key = signature.toString('latin1', 0, 16);
      if (seen.has(key)) return false;
      if (counts.held === capacity) {
        forgetOldest();
        counts.dropped += 1;
      }
      const slot = (oldest + counts.held) % capacity;
      seen.add(key);
      keys[slot] = key;
      times[slot] = nowMs;
      counts.held += 1;
      return true;
    },
  };
}
