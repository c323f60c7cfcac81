import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';

/** Notices that Slack did not take, or of which nobody knows, over some days. */
export interface Undelivered {
  notices: number;
  /** Told in all of them. */
  changes: number;
  /** How many of them are tried again. */
  waiting: number;
  /** Of the last: why, and when it was due. */
  code: string;
  at: Date;
}

const longMs = 7 * 24 * 3600_000;

/** Of one subscriber, over a week; undefined when all has arrived. What nobody wanted any more is not counted. */
export async function readUndelivered(
  db: Db,
  { subscriber, topic, now }: { subscriber: string; topic: string; now: Date },
): Promise<Undelivered | undefined> {
  const [row] = await db.rows<Undelivered>(sql`
    select count(*)::int as notices, coalesce(sum(jsonb_array_length(items)), 0)::int as changes,
      (count(*) filter (where state = 'planned'))::int as waiting, (array_agg(error_code order by planned_at desc))[1] as code,
      max(planned_at) as at
    from notice_delivery
    where subscriber = ${subscriber} and topic = ${topic} and planned_at > ${new Date(now.getTime() - longMs).toISOString()}::timestamptz
      and state in ('planned', 'failed', 'unsure') and error_code <> 'settled'`);
  return row && row.notices > 0 ? row : undefined;
}
