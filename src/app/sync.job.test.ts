import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { JobCtx } from '#jobs/define-job.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import type { Syncer } from './create-syncer.ts';
import { syncJob } from './sync.job.ts';

const minute = 60_000;
const now = new Date('2026-11-23T12:00:00Z');
const away: SyncReport = { outcome: 'unavailable', source: 'a', code: 'failed', message: 'It is away.', fix: 'Wait.' };
const fine: SyncReport = { outcome: 'unchanged', source: 'a' };

/** The minutes that are waited after each report, for a source that is looked at every so many minutes. */
async function waits(every: number, reports: SyncReport[]): Promise<number[]> {
  const coming = reports.values();
  const syncer = { polled: ['a'], everyMs: () => every * minute, sync: async () => [coming.next().value ?? fine] } as unknown as Syncer;
  const job = syncJob(syncer);
  const ctx = { log: silentLog, clock: { ...systemClock, now: () => now } } as JobCtx;
  const waited: number[] = [];
  for (const _ of reports) waited.push((await job.run(ctx, 'a', new AbortController().signal)) / minute);
  return waited;
}

test('a source that is away is asked less and less often, every 5 minutes at least, and as usual once it is back', async () => {
  expect(await waits(1, [fine, away, away, away, away, away, fine, away])).toEqual([1, 1, 2, 4, 5, 5, 1, 1]);
});

test('a source that is looked at rarely is not asked more often because it is away', async () => {
  expect(await waits(60, [away, away, away])).toEqual([60, 60, 60]);
});

test('a host that says when it can be asked again is asked then, within the hour', async () => {
  const until = (time: string): SyncReport => ({ ...away, code: 'rate-limited', until: new Date(`2026-11-23T${time}Z`) });
  expect(await waits(5, [until('12:01:00'), until('12:40:00'), until('18:00:00'), until('11:00:00')])).toEqual([1, 40, 60, 1 / 60]);
});

test('after a start no source waits longer than its every', () => {
  const syncer = { polled: ['a'], everyMs: () => 5 * minute } as unknown as Syncer;
  expect(syncJob(syncer).mostMs?.('a')).toBe(5 * minute);
});
