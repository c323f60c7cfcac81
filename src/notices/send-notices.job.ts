import { defineJob, type RepeatedJob } from '#jobs/define-job.ts';
import type { SendCtx } from './send-ctx.ts';
import { sendNotices } from './send-notices.ts';

const everyMs = 3_000;

/** The one that sends, of all processes. `ready`: undefined while there is no Slack to send to. */
export function sendNoticesJob(ready: () => Pick<SendCtx, 'outbox' | 'topics'> | undefined): RepeatedJob {
  return defineJob({
    id: 'notices.send',
    keys: () => ['all'],
    retryMs: 15_000,
    async run({ db, clock, log }, _key, signal) {
      const to = ready();
      const done = to ? await sendNotices({ ...to, db, clock, log }, signal) : 0;
      return done > 0 ? 0 : everyMs;
    },
  });
}
