import { afterEach, expect, test } from 'vitest';
import { createWorkerPool, DeadlineExceeded, threadTask, type WorkerPool } from './worker-pool.ts';

const module = new URL('./looping.task.fixture.ts', import.meta.url);
const loopForever = threadTask<null, never>(module, 'loopForever');
const double = threadTask<number, number>(module, 'double');
const fail = threadTask<null, never>(module, 'fail');
const long = { deadlineMs: 15_000 };

let pool: WorkerPool;
afterEach(() => pool.close());

test('a task that never ends is killed, and the pool goes on working', async () => {
  pool = createWorkerPool({ threads: 1 });
  expect(await pool.run(double, 21, long)).toBe(42);
  const endless = pool.run(loopForever, null, { deadlineMs: 300 });
  const next = pool.run(double, 2, long);
  await expect(endless).rejects.toThrow(DeadlineExceeded);
  expect(await next).toBe(4);
});

test('waiting for a thread does not count against the deadline', async () => {
  pool = createWorkerPool({ threads: 1 });
  await pool.run(double, 1, long);
  const endless = pool.run(loopForever, null, { deadlineMs: 2_500 });
  const waiting = pool.run(double, 3, { deadlineMs: 2_400 });
  await expect(endless).rejects.toMatchObject({ name: 'DeadlineExceeded', deadlineMs: 2_500 });
  expect(await waiting).toBe(6);
});

test('what a task throws comes back', async () => {
  pool = createWorkerPool({ threads: 2 });
  await expect(pool.run(fail, null, long)).rejects.toThrow(RangeError);
});
