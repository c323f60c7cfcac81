import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Freshness } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Ref } from '#core/ref.ts';
import { createCatchUp } from './catch-up.ts';
import type { Memory } from './memory.ts';
import { within } from './patient-read.ts';
import { feedChannel } from './read-feed.ts';
import type { Read } from './read-rows.ts';

export interface Follower {
  readonly freshness: Freshness;
  /** Up to which number of the feed memory is true; undefined while that has to be found out by comparing. */
  readonly position: number | undefined;
  /** Catches up with everything committed before the call; rejects when the database is away. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface FollowDeps {
  db: Pick<Db, 'listen'>;
  read: Read;
  memory: Memory;
  clock: Clock;
  log: Log;
  pollMs: number;
  /** Where memory came from, and how far it goes: without `position` everything is compared first. */
  start: { freshness: Freshness; position?: number };
  /** Told after each step: what changed; nothing but facts about sources when `refs` is empty. */
  news: (refs: readonly Ref[]) => void;
}

const longestPause = 5_000;

/**
 * Keeps memory true to the database: asks for news every `pollMs`, or at once when NOTIFY wakes it, and compares
 * everything once an hour. While the database is away memory stands still and says since when; the first answer after
 * that compares everything, because nobody knows which database came back. Changes of state are logged, polls are not.
 */
export function followFeed(deps: FollowDeps): Follower {
  const { memory, clock, log, news } = deps;
  let { freshness } = deps.start;
  let failures = 0;
  let closed = false;
  let woken = false;
  let wake: () => void = ignore;
  let last: Promise<unknown> = Promise.resolve();

  const read: Read = (statement) => (closed ? Promise.reject(new Error('The directory is closed.')) : deps.read(statement));

  const catchUp = createCatchUp({ read, memory, clock, news, position: deps.start.position });

  async function step(): Promise<void> {
    const before = freshness.from;
    try {
      freshness = { from: 'database', asOf: await catchUp.run() };
      if (before !== 'database') log.info({ after: before, attempts: failures + 1, entities: memory.claims.size }, 'directory.back');
      failures = 0;
      listening.start();
    } catch (error) {
      if (!closed) fail(error);
      throw error;
    }
  }

  function fail(error: unknown): void {
    failures += 1;
    catchUp.distrust();
    // Who started from a snapshot has said so already.
    if (freshness.from !== 'database') return;
    freshness = { from: 'memory', asOf: freshness.asOf };
    log.warn({ err: error, asOf: freshness.asOf }, 'directory.away');
  }

  /** One step after the other, whoever asked for it. */
  function next(): Promise<void> {
    const turn = last.then(step);
    last = turn.catch(ignore);
    return turn;
  }

  async function run(): Promise<void> {
    while (!closed) {
      const pause = failures === 0 ? deps.pollMs : Math.min(longestPause, deps.pollMs * 2 ** Math.min(failures, 10));
      if (!woken) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, pause).unref();
        });
      }
      woken = false;
      if (!closed) await next().catch(ignore);
    }
  }

  // A call that comes during a step may be about something the step did not see any more: it counts for the next.
  const listening = listen(deps.db, () => {
    woken = true;
    wake();
  });
  const running = run();
  return {
    get freshness() {
      return freshness;
    },
    get position() {
      return catchUp.position;
    },
    refresh: () => (closed ? Promise.reject(new Error('The directory is closed.')) : next()),
    async close() {
      closed = true;
      wake();
      await Promise.all([within(1_000, running).catch(ignore), within(1_000, listening.stop()).catch(ignore)]);
    },
  };
}

/** Being woken is a comfort, polling is what counts: when LISTEN fails it is tried again after a later poll. */
function listen(db: Pick<Db, 'listen'>, woken: () => void): { start(): void; stop(): Promise<void> } {
  let state: Promise<() => Promise<void>> | undefined;
  let stopped = false;
  return {
    start() {
      if (state || stopped) return;
      const attempt = db.listen(feedChannel, woken);
      state = attempt;
      attempt.catch(() => {
        state = undefined;
      });
    },
    async stop() {
      stopped = true;
      await (
        await state
      )?.();
    },
  };
}

function ignore(): void {
  // The step has reported its failure; nothing is left to do.
}
