import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock.ts';

const ids = new AsyncLocalStorage<string>();

/**
 * Runs one thing that somebody asked for, or one run of a job, under an id that stands in every line of the log that
 * comes of it. What runs inside another keeps that one's.
 */
export function withRequestId<T>(clock: Pick<Clock, 'uuid'>, work: () => T): T {
  return ids.getStore() === undefined ? ids.run(clock.uuid(), work) : work();
}

/** Undefined outside. */
export function requestId(): string | undefined {
  return ids.getStore();
}
