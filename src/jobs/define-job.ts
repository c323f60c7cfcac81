import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';

/** What a job runs with; never a viewer: nobody asks. */
export interface JobCtx {
  db: Db;
  log: Log;
  clock: Clock;
}

/**
 * Work that repeats for each of some keys, such as looking at each source. At most one run of a key is going on and
 * one waiting, over all processes.
 */
export interface RepeatedJob {
  /** `slice.verb`; also the queue's name. */
  id: string;
  keys(): readonly string[];
  /**
   * One run; gives milliseconds until the next. Anything thrown is logged, and the run is tried again after
   * `retryMs`. `signal` fires when the process is to stop.
   */
  run(ctx: JobCtx, key: string, signal: AbortSignal): Promise<number>;
  retryMs: number;
  /** Longer than that a key need not wait: after a start with another configuration it does not. Absent: as it was. */
  mostMs?(key: string): number;
}

export function defineJob(job: RepeatedJob): RepeatedJob {
  return job;
}
