import type { Topic } from '#core/contributions.ts';
import { defineJob, type RepeatedJob } from '#jobs/define-job.ts';
import { planTopic } from './plan-topic.ts';

const everyMs = 15_000;

/** Looks what there is to tell. `topics`: undefined while this process does not know the catalog yet. */
export function planNoticesJob(topics: () => readonly Topic[] | undefined): RepeatedJob {
  return defineJob({
    id: 'notices.plan',
    keys: () => ['all'],
    retryMs: 60_000,
    async run({ db, clock }, _key, signal) {
      for (const topic of topics() ?? []) if (!signal.aborted) await planTopic({ db, clock }, topic);
      return everyMs;
    },
  });
}
