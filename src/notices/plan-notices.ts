import { createHash } from 'node:crypto';
import type { Change, NoticeItem, Subscription } from '#core/notice.ts';
import { latestSlot } from './latest-slot.ts';

export interface PlanInput {
  subscriptions: readonly Subscription[];
  changes: readonly Change[];
  past: readonly PastNotice[];
  /** How many items carry their facts. */
  shows: number;
  now: Date;
}

/** A notice that was planned before, whatever became of it. */
export interface PastNotice {
  key: string;
  subscriber: string;
  plannedAt: Date;
  failed: boolean;
  /** What it tells. */
  ids: readonly string[];
}

export interface PlannedNotice {
  /** Says which it is, however often and wherever it is planned. */
  key: string;
  topic: string;
  subscriber: string;
  address: string;
  items: NoticeItem[];
}

/**
 * Pure. What is to be sent now to subscribers of one topic: everything that they were not told yet, folded into one
 * notice when their time has come, or one for each thing for those who want it at once. What a notice told that could
 * not be sent is told again by the next one.
 */
export function planNotices({ subscriptions, changes, past, shows, now }: PlanInput): PlannedNotice[] {
  const known = Map.groupBy(past, (notice) => notice.subscriber);
  const bySubscriber = Map.groupBy(changes, (change) => change.subscriber);
  return subscriptions.flatMap((subscription) => {
    if (subscription.muted) return [];
    const before = known.get(subscription.subscriber) ?? [];
    const told = new Set(before.flatMap(({ failed, ids }) => (failed ? [] : ids)));
    const untold = (bySubscriber.get(subscription.subscriber) ?? []).filter(({ id }) => !told.has(id));
    const keys = new Set(before.map(({ key }) => key));
    const tried = new Set(before.flatMap(({ ids }) => ids));
    const lastMs = Math.max(...before.map(({ plannedAt }) => plannedAt.getTime()));
    return due(subscription, untold, { now, lastMs, tried })
      .filter(({ key }) => !keys.has(key))
      .map(({ key, fold }) => ({ key, ...placeOf(subscription), items: itemsOf(fold, shows) }));
  });
}

/** `lastMs`: when the subscriber's last notice was planned; -Infinity before the first. `tried`: what notices told, or failed to tell. */
function due(
  { topic, subscriber, schedule }: Subscription,
  untold: readonly Change[],
  { now, lastMs, tried }: { now: Date; lastMs: number; tried: ReadonlySet<string> },
): { key: string; fold: Change[] }[] {
  if (schedule.kind === 'at-once') return untold.map((change) => ({ key: `${topic}:${subscriber}:${short(change.id)}`, fold: [change] }));
  if (schedule.kind === 'folded') {
    // What Slack refused goes along with the next and is no reason for one: its own notice has that key already.
    const [oldest] = untold.filter(({ id }) => !tried.has(id)).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const from = Math.max((oldest?.at.getTime() ?? 0) + schedule.settleMs, lastMs + schedule.everyMs);
    return oldest && from <= now.getTime() ? [{ key: `${topic}:${subscriber}:${short(oldest.id)}`, fold: [...untold] }] : [];
  }
  const slot = latestSlot(schedule, now);
  // What came after the appointed time waits for the next one, unless it can go along.
  if (!slot || !untold.some(({ at }) => at <= slot.at)) return [];
  return [{ key: `${topic}:${subscriber}:${slot.day}`, fold: [...untold] }];
}

function placeOf({ topic, subscriber, address }: Subscription): Pick<PlannedNotice, 'topic' | 'subscriber' | 'address'> {
  return { topic, subscriber, address };
}

function itemsOf(fold: readonly Change[], shows: number): NoticeItem[] {
  return fold.map(({ id, facts }, i) => (i < shows ? { id, facts } : { id }));
}

function short(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}
