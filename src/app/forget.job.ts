import type { Db } from '#core/db.ts';
import { defineJob } from '#jobs/define-job.ts';
import { forgetAudit, forgetMisses } from '#catalog/ledger.ts';
import { forgetProposals } from '#catalog/edits/proposal-rows.ts';
import { forgetFeed } from '#catalog/sync/forget-feed.ts';
import { forgetDeliveries } from '#notices/delivery-rows.ts';
import { forgetFollows } from '#notices/follow/follows.ts';
import { forgetClaims } from '#slack/claim-rows.ts';

/** Takes away at most `limit` rows that are older than `before`, the oldest first; gives how many it took. */
type Forget = (db: Db, before: Date, limit: number) => Promise<number>;

/** Days for which things are kept, and what takes them away after that. */
export const keptFor: Readonly<Record<string, { days: number; forget: Forget }>> = {
  // Slack tries an event again for minutes, and nobody leaves a form open for longer than this.
  claims: { days: 2, forget: forgetClaims },
  feed: { days: 30, forget: forgetFeed },
  misses: { days: 90, forget: forgetMisses },
  // Only what is settled: of what is not it must stay known that it was told.
  notices: { days: 90, forget: forgetDeliveries },
  // What comes back within this time is followed as before.
  follows: { days: 30, forget: forgetFollows },
  proposals: { days: 90, forget: forgetProposals },
  audit: { days: 365, forget: forgetAudit },
};

const dayMs = 24 * 3600_000;
/** A statement on the embedded database holds the whole process up, so each takes little. */
const batch = 500;
const everyMs = 3600_000;
const soonMs = 5_000;

/** Forgets what has been kept for long enough, a little at a time; comes back soon when there is more. */
export const forgetJob = defineJob({
  id: 'app.forget',
  keys: () => Object.keys(keptFor),
  retryMs: 60_000,
  async run({ db, clock }, key) {
    const kept = keptFor[key];
    if (!kept) return everyMs;
    const gone = await kept.forget(db, new Date(clock.now().getTime() - kept.days * dayMs), batch);
    return gone < batch ? everyMs : soonMs;
  },
});
