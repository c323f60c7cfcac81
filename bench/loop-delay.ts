import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into the product's process before it starts (`--import`), for measuring only: how late the event loop of the main
 * thread is, looked at every 10 ms since the last SIGUSR2. Written twice a second to $BENCH_LOOP_DELAYS.
 */
const file = process.env['BENCH_LOOP_DELAYS'];
if (file !== undefined && isMainThread) {
  const resolution = 10;
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  process.on('SIGUSR2', () => histogram.reset());
  // What it counts is the time between two looks.
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution);
  const write = () =>
    writeFileSync(file, JSON.stringify({ p99: late(histogram.percentile(99)), max: late(histogram.max), looks: histogram.count }));
  setInterval(write, 500).unref();
}

/** What `file` then holds, in milliseconds. */
export interface LoopDelays {
  p99: number;
  max: number;
  looks: number;
}

/** The variables of a process that is to be watched. */
export function watchedLoop(file: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=${import.meta.url}`, BENCH_LOOP_DELAYS: file };
}
