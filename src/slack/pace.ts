import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { UserError } from '#core/user-error.ts';

/** One for all messages of a process: Slack counts what comes to a channel, not why it comes. */
export interface Pacer {
  /** Resolves when it is this message's turn; throws UserError when that is more than `longestMs` away, 10 s by default. */
  turn(channel: string, longestMs?: number): Promise<void>;
  /** Nothing more goes there for so long, what waits already included: Slack said so, perhaps because of another process. */
  hold(channel: string, ms: number): void;
}

/** About one message a second and channel is what Slack takes (https://docs.slack.dev/apis/web-api/rate-limits). */
const apartMs = 1000;
const longestWaitMs = 10_000;

export function createPacer(clock: Clock): Pacer {
  const freeAt = new Map<string, number>();
  const heldUntil = new Map<string, number>();
  const nowMs = () => clock.now().getTime();

  /** Channels that are free again need not be remembered. */
  function forgetFree(now: number): void {
    for (const times of [freeAt, heldUntil]) {
      if (times.size < 1000) continue;
      for (const [channel, at] of times) if (at <= now) times.delete(channel);
    }
  }

  return {
    async turn(channel, longestMs = longestWaitMs) {
      const came = nowMs();
      forgetFree(came);
      let now = came;
      do {
        const at = Math.max(now, freeAt.get(channel) ?? 0);
        if (at - came > longestMs) throw busy(at - now);
        freeAt.set(channel, at + apartMs);
        if (at > now) await sleep(at - now);
        // Who was told meanwhile to hold queues up again, behind that time.
        now = Math.max(at, nowMs());
      } while ((heldUntil.get(channel) ?? 0) > now);
    },
    hold(channel, ms) {
      const until = nowMs() + ms;
      heldUntil.set(channel, Math.max(until, heldUntil.get(channel) ?? 0));
      freeAt.set(channel, Math.max(until, freeAt.get(channel) ?? 0));
    },
  };
}

function busy(ms: number): UserError {
  const seconds = Math.ceil(ms / 1000);
  return new UserError('slack-busy', 'Slack takes no more messages there right now.', `Try again in ${seconds} s.`);
}
