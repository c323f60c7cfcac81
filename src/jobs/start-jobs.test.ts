import { sql } from 'drizzle-orm/sql';
import { systemClock } from '#core/clock.ts';
import { requestId } from '#core/request-id.ts';
import { expect, test, vi } from 'vitest';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { defineJob, type RepeatedJob } from './define-job.ts';
import { readQueueDepths } from './read-queue-depths.ts';
import { startJobs } from './start-jobs.ts';

onDatabase('postgres', (_, open) => {
  test('each run has an id of its own, and what waits for somebody to take it is counted', async () => {
    const { boss, kind, db } = open();
    const seen: (string | undefined)[] = [];
    const asleep = Promise.withResolvers<void>();
    const look = defineJob({
      id: 'test.again',
      keys: () => ['a', 'b', 'c', 'd'],
      retryMs: 60_000,
      async run() {
        seen.push(requestId());
        await asleep.promise;
        return 60_000;
      },
    });
    const jobs = await startJobs({ boss, kind, jobs: [look], ctx: { db, log: silentLog, clock: systemClock } });
    try {
      // Two run at once; the others wait, until their turn has come and next time is a minute away.
      await vi.waitFor(() => expect(seen).toHaveLength(2), { timeout: 5000 });
      expect((await readQueueDepths(boss))['test.again']).toBe(2);
      asleep.resolve();
      await vi.waitFor(() => expect(seen).toHaveLength(4), { timeout: 5000 });
      await vi.waitFor(async () => expect((await readQueueDepths(boss))['test.again']).toBe(0), { timeout: 5000 });
      expect(new Set(seen).size).toBe(4);
      expect(seen).not.toContain(undefined);
    } finally {
      await jobs.stop(1000);
    }
  });

  test('whoever starts looks at once for what a dead process has begun, so that short lives free it too', async () => {
    const { boss, kind, db } = open();
    let runs = 0;
    const look = defineJob({
      id: 'test.begun',
      keys: () => ['a'],
      retryMs: 60_000,
      run: () => Promise.resolve(((runs += 1), 60_000)),
    });
    const start = () => startJobs({ boss, kind, jobs: [look], ctx: { db, log: silentLog, clock: systemClock } });
    const first = await start();
    await vi.waitFor(() => expect(runs).toBe(1), { timeout: 5000 });
    await first.stop(1000);
    await db.rows(sql`
      update pgboss.job set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
      where name = 'test.begun' and state = 'created'`);
    await db.rows(sql`update pgboss.queue set monitor_claim_on = now() - interval '1 minute' where name = 'test.begun'`);
    const second = await start();
    try {
      await vi.waitFor(() => expect(runs).toBe(2), { timeout: 5000 });
    } finally {
      await second.stop(1000);
    }
  });

  test('what waits longer than it need now is done at the start; what may wait so long is left', async () => {
    const { boss, kind, db } = open();
    const runs: string[] = [];
    const every = (most: Record<string, number>) =>
      defineJob({
        id: 'test.every',
        keys: () => Object.keys(most),
        retryMs: 60_000,
        mostMs: (key) => most[key] ?? 0,
        run: (_ctx, key) => Promise.resolve((runs.push(key), 86_400_000)),
      });
    const start = (job: RepeatedJob) => startJobs({ boss, kind, jobs: [job], ctx: { db, log: silentLog, clock: systemClock } });
    const first = await start(every({ rare: 86_400_000, often: 86_400_000 }));
    await vi.waitFor(() => expect(runs.toSorted()).toEqual(['often', 'rare']), { timeout: 5000 });
    await first.stop(1000);
    const second = await start(every({ rare: 86_400_000, often: 5_000 }));
    try {
      await vi.waitFor(() => expect(runs).toHaveLength(3), { timeout: 5000 });
      expect(runs[2]).toBe('often');
    } finally {
      await second.stop(1000);
    }
  });
});
