import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';

/**
 * Takes away at most `limit` changes from before `before`, from the feed's beginning; gives how many. Only from its
 * beginning, because a reader sees by the first number that is left whether it has missed something; and never the
 * last, from which numbering goes on. Clocks of several writers differ, so the first young change ends it.
 */
export async function forgetFeed(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(sql`
    delete from catalog_change where seq in (
      select seq from (
        select seq, bool_or(at >= ${before.toISOString()}::timestamptz) over (order by seq) as young
        from (select seq, at from catalog_change order by seq limit ${limit}) oldest
      ) marked where not young and seq < (select max(seq) from catalog_change)
    ) returning 1 as gone`);
  return rows.length;
}
