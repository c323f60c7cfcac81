import type { Clock } from '#core/clock.ts';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import { insertPlanned, markSettled, readOpen, readPast } from './delivery-rows.ts';
import { planNotices } from './plan-notices.ts';
import { readMuted } from './subscription-rows.ts';

/** Writes down which notices of a topic are due now, and what of those that were sent has been settled since. */
export async function planTopic({ db, clock }: { db: Db; clock: Clock }, topic: Topic): Promise<void> {
  const now = clock.now();
  const { subscriptions, changes } = await topic.collect(now);
  const muted = await readMuted(db, topic.id);
  const planned = planNotices({
    subscriptions: subscriptions.map((one) => ({ ...one, muted: one.muted || muted.has(one.subscriber) })),
    changes,
    past: await readPast(db, topic.id, now),
    shows: topic.shows,
    now,
  });
  await insertPlanned(db, planned, now, topic.settled !== undefined);
  await topic.planned?.(now);
  await settle(db, topic);
}

async function settle(db: Db, topic: Topic): Promise<void> {
  if (!topic.settled) return;
  const open = await readOpen(db, topic.id);
  const gone = new Set(await topic.settled([...new Set(open.flatMap(({ ids }) => ids))]));
  for (const { key, ids, settled } of open) {
    const before = new Set(settled);
    const after = ids.filter((id) => before.has(id) || gone.has(id));
    if (after.length > before.size) await markSettled(db, key, { settled: after, open: after.length < ids.length });
  }
}
