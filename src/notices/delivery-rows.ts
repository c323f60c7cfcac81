import { sql, type SQL } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { NoticeItem } from '#core/notice.ts';
import type { Posted } from '#core/ports.ts';
import type { PastNotice, PlannedNotice } from './plan-notices.ts';

/**
 * One row of `notice_delivery`. `planned` → `sending`, written before the post → `sent`; `unsure`: it may have arrived
 * and nobody can say; `failed`: it surely did not, and is not tried again.
 */
export interface Delivery {
  key: string;
  topic: string;
  subscriber: string;
  address: string;
  items: NoticeItem[];
  settled: string[];
  outcome: string | null;
  plannedAt: Date;
  attempts: number;
  sendingAt: Date | null;
  channel: string | null;
  ts: string | null;
  revision: number;
}

const columns = sql.raw(`key, topic, subscriber, address, items, settled, outcome, planned_at as "plannedAt", attempts,
  sending_at as "sendingAt", channel, ts, revision`);

/** Writes down what is to be sent; what is there already stays as it is. `open`: something in it can be settled later. */
export async function insertPlanned(db: Db, planned: readonly PlannedNotice[], now: Date, open = true): Promise<void> {
  if (planned.length === 0) return;
  const rows = JSON.stringify(planned);
  await db.rows(sql`
    insert into notice_delivery (key, topic, subscriber, address, state, items, settled, planned_at, due_at, open)
    select key, topic, subscriber, address, 'planned', items, '[]'::jsonb, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, ${open}::boolean
    from json_to_recordset(${rows}::json) as x(key text, topic text, subscriber text, address text, items jsonb)
    on conflict (key) do nothing`);
}

/** No schedule looks further back: a week, and a day for time zones. */
const plannedMs = 8 * 24 * 3600_000;

/**
 * Those of a topic that planning looks at: what told something that is still so, and what was planned lately. What is
 * settled never comes back under the same id.
 */
export function readPast(db: Db, topic: string, now: Date): Promise<PastNotice[]> {
  const lately = new Date(now.getTime() - plannedMs).toISOString();
  return db.rows<PastNotice>(sql`
    select key, subscriber, planned_at as "plannedAt", state = 'failed' as failed, jsonb_path_query_array(items, '$[*].id') as ids from notice_delivery
    where topic = ${topic} and (open and state <> 'failed' or planned_at > ${lately}::timestamptz)`);
}

export interface Wanted {
  topics: readonly string[];
  now: Date;
  limit: number;
}

/** Those that are due, oldest first. */
export function readDue(db: Db, wanted: Wanted): Promise<Delivery[]> {
  return read(db, sql`state = 'planned'`, wanted);
}

/** Those that somebody began to send before `before`, and did not finish. */
export function readUnfinished(db: Db, before: Date, wanted: Wanted): Promise<Delivery[]> {
  return read(db, sql`state = 'sending' and sending_at < ${before.toISOString()}::timestamptz`, wanted);
}

/** Those that look different from what Slack has. */
export function readOutdated(db: Db, wanted: Wanted): Promise<Delivery[]> {
  return read(db, sql`state = 'sent' and shown < revision and ts is not null`, wanted);
}

function read(db: Db, which: SQL, { topics, now, limit }: Wanted): Promise<Delivery[]> {
  return db.rows<Delivery>(sql`
    select ${columns} from notice_delivery
    where ${which} and due_at <= ${now.toISOString()}::timestamptz and topic = any(${sql.param(topics)}::text[])
    order by due_at, key limit ${limit}`);
}

/** What could not be done with it is tried again then. */
export async function postpone(db: Db, key: string, until: Date): Promise<void> {
  await db.rows(sql`update notice_delivery set due_at = ${until.toISOString()}::timestamptz where key = ${key}`);
}

/** Notices to this address of which nobody knows whether they arrived, and that no later one has told of. */
export function readMissing(db: Db, address: string): Promise<{ key: string; sendingAt: Date }[]> {
  return db.rows(sql`
    select key, sending_at as "sendingAt" from notice_delivery where state = 'unsure' and told_in is null and address = ${address}
    order by sending_at`);
}

/** Where notices to a person arrived before: their direct messages have an id that only Slack knows. */
export async function readLastChannel(db: Db, address: string): Promise<string | undefined> {
  const [row] = await db.rows<{ channel: string }>(sql`
    select channel from notice_delivery where address = ${address} and state = 'sent' and channel is not null order by sent_at desc limit 1`);
  return row?.channel;
}

/** Of what is about to be sent: nothing else of it is told, then or later. */
export async function keepItems(db: Db, key: string, items: readonly NoticeItem[]): Promise<void> {
  await db.rows(sql`update notice_delivery set items = ${JSON.stringify(items)}::jsonb where key = ${key}`);
}

/** The step before the post. False when another process has taken it. */
export async function markSending(db: Db, key: string, channel: string, now: Date): Promise<boolean> {
  const rows = await db.rows(sql`
    update notice_delivery set state = 'sending', sending_at = ${now.toISOString()}::timestamptz, channel = ${channel}
    where key = ${key} and state = 'planned' returning key`);
  return rows.length > 0;
}

/** `missing`: the earlier notices that this one has told of. */
export async function markSent(db: Db, { key }: { key: string }, sent: Posted & { at: Date; missing: readonly string[] }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(sql`
      update notice_delivery set state = 'sent', channel = ${sent.channel}, ts = ${sent.ts}, sent_at = ${sent.at.toISOString()}::timestamptz,
        error_code = null where key = ${key}`);
    if (sent.missing.length > 0)
      await tx.rows(sql`update notice_delivery set told_in = ${key} where key = any(${sql.param(sent.missing)}::text[])`);
  });
}

/** It surely did not arrive: later again, or, without `again`, not any more. Says nothing of what another process has sent since. */
export async function markRefused(db: Db, key: string, why: { code: string; again?: Date }): Promise<void> {
  await db.rows(sql`
    update notice_delivery set state = ${why.again ? 'planned' : 'failed'}, error_code = ${why.code}, attempts = attempts + 1,
      due_at = coalesce(${why.again?.toISOString() ?? null}::timestamptz, due_at)
    where key = ${key} and state in ('planned', 'sending')`);
}

export async function markUnsure(db: Db, key: string): Promise<void> {
  await db.rows(sql`update notice_delivery set state = 'unsure', error_code = 'cannot-look' where key = ${key}`);
}

/** Slack shows this revision now. `gone`: there is nothing left that could be changed. */
export async function markShown(db: Db, { key, revision }: Pick<Delivery, 'key' | 'revision'>, gone = false): Promise<void> {
  const ts = gone ? sql`, ts = null` : sql``;
  await db.rows(sql`update notice_delivery set shown = ${revision}${ts} where key = ${key}`);
}

/** What of a topic's notices is still open. */
export function readOpen(db: Db, topic: string): Promise<{ key: string; ids: string[]; settled: string[] }[]> {
  return db.rows(sql`
    select key, jsonb_path_query_array(items, '$[*].id') as ids, settled from notice_delivery
    where topic = ${topic} and open and state in ('planned', 'sent', 'unsure')`);
}

/** What is settled before it was ever sent need not be told at all. */
export async function markSettled(db: Db, key: string, { settled, open }: { settled: readonly string[]; open: boolean }): Promise<void> {
  await db.rows(sql`
    update notice_delivery set settled = ${JSON.stringify(settled)}::jsonb, open = ${open}, revision = revision + 1,
      state = case when state = 'planned' and not ${open}::boolean then 'failed' else state end,
      error_code = case when state = 'planned' and not ${open}::boolean then 'settled' else error_code end
    where key = ${key}`);
}

/** Says in every notice that tells `id` how it ended. */
export async function markOutcome(db: Db, { topic, id }: { topic: string; id: string }, outcome: string): Promise<void> {
  await db.rows(sql`
    update notice_delivery set outcome = ${outcome}, open = false, settled = ${JSON.stringify([id])}::jsonb, revision = revision + 1
    where topic = ${topic} and items @> ${JSON.stringify([{ id }])}::jsonb and outcome is null`);
}

/** Forgets, a few at once, what was settled or given up long ago. */
export async function forgetDeliveries(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(sql`
    delete from notice_delivery where key in (
      select key from notice_delivery where planned_at < ${before.toISOString()}::timestamptz and (not open or state = 'failed') limit ${limit})
    returning 1 as gone`);
  return rows.length;
}
