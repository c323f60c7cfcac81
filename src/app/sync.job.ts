import { defineJob, type RepeatedJob } from '#jobs/define-job.ts';
import type { Syncer } from './create-syncer.ts';

/** Looks at every source again and again; a source that cannot be read is asked less and less often, up to 5 minutes. */
export function syncJob(syncer: Syncer): RepeatedJob {
  const failures = new Map<string, number>();
  return defineJob({
    id: 'catalog.sync',
    keys: () => syncer.polled,
    retryMs: 10_000,
    mostMs: (name) => syncer.everyMs(name),
    async run({ clock }, name, signal) {
      const [report] = await syncer.sync(name, { signal });
      const isAway = report.outcome === 'unavailable';
      const failed = isAway ? (failures.get(name) ?? 0) + 1 : 0;
      failures.set(name, failed);
      if (isAway && report.until) return Math.min(Math.max(report.until.getTime() - clock.now().getTime(), soonMs), lateMs);
      const every = syncer.everyMs(name);
      return failed === 0 ? every : Math.max(every, Math.min(every * 2 ** (failed - 1), 300_000));
    },
  });
}

/** A host that says when it can be asked again is asked then. */
const [soonMs, lateMs] = [1_000, 3_600_000];
