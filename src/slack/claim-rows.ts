import { sql } from 'drizzle-orm';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Claims } from '#core/ports.ts';

/** Claims in the `claimed_request` table: of several processes that insert the same key, one does. */
export function claimRows(db: Db, clock: Clock): Claims {
  return {
    async claim(key) {
      const at = clock.now().toISOString();
      const rows = await db.rows(
        sql`insert into claimed_request (key, at) values (${key}, ${at}::timestamptz) on conflict (key) do nothing returning 1 as ours`,
      );
      return rows.length > 0;
    },
    async release(key) {
      await db.rows(sql`delete from claimed_request where key = ${key}`);
    },
  };
}

/** Takes away at most `limit` claims that are older than `before`, the oldest first; gives how many. */
export async function forgetClaims(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(
    sql`delete from claimed_request where key in
      (select key from claimed_request where at < ${before.toISOString()}::timestamptz order by at limit ${limit}) returning 1 as gone`,
  );
  return rows.length;
}
