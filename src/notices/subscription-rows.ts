import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';

/** Who wants none of a topic. */
export async function readMuted(db: Db, topic: string): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ subscriber: string }>(
    sql`select subscriber from notice_subscription where topic = ${topic} and muted_at is not null`,
  );
  return new Set(rows.map(({ subscriber }) => subscriber));
}

/** Whether notices of a topic get to a subscriber. */
export interface Reach {
  muted: boolean;
  /** The last one was not taken by Slack, and why. */
  failed?: { code: string; address: string };
}

export async function readReach(db: Db, { subscriber, topic }: Pick<Muting, 'subscriber' | 'topic'>): Promise<Reach> {
  const [row] = await db.rows<{ muted: boolean; code: string | null; address: string | null }>(sql`
    select exists (select 1 from notice_subscription s
      where s.subscriber = ${subscriber} and s.topic = ${topic} and s.muted_at is not null) as muted, last.code, last.address
    from (select 1) as one left join lateral (
      select case when state in ('sent', 'unsure') or error_code = 'settled' then null else error_code end as code, address
      from notice_delivery where subscriber = ${subscriber} and topic = ${topic} order by planned_at desc limit 1) as last on true`);
  const { muted = false, code = null, address = null } = row ?? {};
  return { muted, ...(code !== null && address !== null && { failed: { code, address } }) };
}

export interface Muting {
  subscriber: string;
  topic: string;
  /** Slack user id. */
  by: string;
  now: Date;
  /** Where nothing is ever settled: notices that were sent after this say so too. */
  shownAnew?: Date;
}

/** Ends notices of a topic for a subscriber, and lets those that are there say so; in a transaction. */
export async function mute(tx: Db, muting: Muting): Promise<void> {
  const { subscriber, topic, by, now } = muting;
  await tx.rows(sql`
    insert into notice_subscription (subscriber, topic, target, muted_at, muted_by)
    values (${subscriber}, ${topic}, ${subscriber}, ${now.toISOString()}::timestamptz, ${by})
    on conflict (subscriber, topic, target) do update set muted_at = excluded.muted_at, muted_by = excluded.muted_by
    where notice_subscription.muted_at is null`);
  await showAnew(tx, muting);
}

/** False when it was not muted; in a transaction. `made_at` of the row says since when it is told again. */
export async function unmute(tx: Db, muting: Omit<Muting, 'by'>): Promise<boolean> {
  const { subscriber, topic, now } = muting;
  const rows = await tx.rows(sql`
    update notice_subscription set muted_at = null, muted_by = null, made_at = ${now.toISOString()}::timestamptz
    where subscriber = ${subscriber} and topic = ${topic} and muted_at is not null returning subscriber`);
  if (rows.length > 0) await showAnew(tx, muting);
  return rows.length > 0;
}

/** What is settled altogether offers no button, so nothing in it changes. */
async function showAnew(tx: Db, { subscriber, topic, shownAnew }: Omit<Muting, 'by' | 'now'>): Promise<void> {
  await tx.rows(sql`
    update notice_delivery set revision = revision + 1 where subscriber = ${subscriber} and topic = ${topic} and state = 'sent'
      and (open or sent_at > ${shownAnew?.toISOString() ?? null}::timestamptz)`);
}
