import type { Clock } from '#core/clock.ts';

/** How fast messages may follow each other in a channel (https://docs.slack.dev/apis/web-api/rate-limits). */
export interface MessageRate {
  /** Counts one message. Gives the whole seconds to wait instead when it is one too many; 0: it may pass. */
  take(channel: string): number;
}

/** Slack says one a second, and that short bursts are let through, not how short. */
const apartMs = 1000;
const burst = 3;

export function createMessageRate(clock: Clock): MessageRate {
  /** When the channel would be at rest again if nothing more came. */
  const restedAt = new Map<string, number>();
  return {
    take(channel) {
      const now = clock.now().getTime();
      const rested = Math.max(now, restedAt.get(channel) ?? 0) + apartMs;
      const tooEarlyMs = rested - now - burst * apartMs;
      if (tooEarlyMs > 0) return Math.ceil(tooEarlyMs / 1000);
      restedAt.set(channel, rested);
      return 0;
    },
  };
}
