import type { Clock } from '#core/clock.ts';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import type { Outbox } from '#core/ports.ts';

/** What sending needs. */
export interface SendCtx {
  db: Db;
  outbox: Outbox;
  topics: readonly Topic[];
  clock: Clock;
  log: Log;
}

/** What Slack did not take or say is tried again after this. */
export const againMs = 60_000;
