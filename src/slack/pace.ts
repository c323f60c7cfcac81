import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { UserError } from '#core/user-error.ts';

export interface Pacer {
  /** Resolves when it is this message's turn; throws UserError when that is more than `longestMs` away, 10 s by default. */
  turn(channel: string, longestMs?: number): Promise<void>;
  /** Nothing more goes there for so long: Slack said so. */
  hold(channel: string, ms: number): void;
}

/** About one message a second and channel is what Slack takes (https://docs.slack.dev/apis/web-api/rate-limits). */
const apartMs = 1000;
const longestWaitMs = 10_000;

export function createPacer(clock: Clock): Pacer {
  const freeAt = new Map<string, number>();

  /** Channels that are free again need not be remembered. */
  function forgetFree(now: number): void {
    if (freeAt.size < 1000) return;
    for (const [channel, at] of freeAt) if (at <= now) freeAt.delete(channel);
  }

  return {
    async turn(channel, longestMs = longestWaitMs) {
      const now = clock.now().getTime();
      forgetFree(now);
      const at = Math.max(now, freeAt.get(channel) ?? 0);
      if (at - now > longestMs) {
        const seconds = Math.ceil((at - now) / 1000);
        throw new UserError('slack-busy', 'Slack takes no more messages there right now.', `Try again in ${seconds} s.`);
      }
      freeAt.set(channel, at + apartMs);
      if (at > now) await sleep(at - now);
    },
    hold(channel, ms) {
      const until = clock.now().getTime() + ms;
      freeAt.set(channel, Math.max(until, freeAt.get(channel) ?? 0));
    },
  };
}
