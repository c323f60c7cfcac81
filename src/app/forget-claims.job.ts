import { defineJob } from '#jobs/define-job.ts';
import { forgetClaims } from '#slack/claim-rows.ts';

/** Slack tries an event again for minutes, and nobody leaves a form open for longer than this. */
const keepMs = 2 * 24 * 3600_000;
/** A statement on the embedded database holds the whole process up, so each takes little. */
const batch = 500;
const everyMs = 3600_000;
const soonMs = 5_000;

/** Forgets old claims a little at a time; comes back soon when there are more. */
export const forgetClaimsJob = defineJob({
  id: 'slack.forget-claims',
  keys: () => ['all'],
  retryMs: 60_000,
  async run({ db, clock }) {
    const gone = await forgetClaims(db, new Date(clock.now().getTime() - keepMs), batch);
    return gone < batch ? everyMs : soonMs;
  },
});
