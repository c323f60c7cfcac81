import type { JobCtx } from './define-job.ts';

/**
 * Work that something asks for, such as a look at a repository that was pushed to. However often a key is asked for, at
 * most one run with it is going on and one waiting, over all processes.
 */
export interface Task {
  /** `slice.verb`; also the queue's name. */
  id: string;
  /** Most keys that one run is given. */
  together: number;
  /**
   * One run for all keys that wait, `together` at most. Anything thrown is logged, and the keys are tried again twice, later
   * each time. `signal` fires when the process is to stop.
   */
  run(ctx: JobCtx, keys: readonly string[], signal: AbortSignal): Promise<void>;
}

/** How a task's queue is made, by whoever comes first: those who ask, or those who work. */
export const taskQueue = {
  // One waiting and one active job for each key.
  policy: 'stately',
  heartbeatSeconds: 20,
  retryLimit: 2,
  retryDelay: 10,
  retryBackoff: true,
  expireInSeconds: 900,
  deleteAfterSeconds: 600,
} as const;
