import { defineJob, type RepeatedJob } from '#jobs/define-job.ts';
import type { Syncer } from './create-syncer.ts';

/** Looks at every source again and again; a source that cannot be read is asked less and less often, up to 5 minutes. */
export function syncJob(syncer: Syncer): RepeatedJob {
  const failures = new Map<string, number>();
  return defineJob({
    id: 'catalog.sync',
    keys: () => syncer.polled,
    retryMs: 10_000,
    async run(_ctx, name, signal) {
      const [report] = await syncer.sync(name, { signal });
      const failed = report.outcome === 'unavailable' ? (failures.get(name) ?? 0) + 1 : 0;
      failures.set(name, failed);
      const every = syncer.everyMs(name);
      return failed === 0 ? every : Math.max(every, Math.min(every * 2 ** (failed - 1), 300_000));
    },
  });
}
