import { sql } from 'drizzle-orm';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Claims } from '#core/ports.ts';
import { createGathering } from './gathering.ts';

/** Fewer than the pool has connections: while the database hangs, claims leave some to what else is asked of it. */
const statementsAtOnce = 4;
/** More than can be under way; beyond it the database hangs, and a claim that comes so late helps nobody. */
const mostWaiting = 4000;

/**
 * Claims in the `claimed_request` table: of several processes that insert the same key, one does. In a storm one
 * statement claims many keys: a statement for each would take longer than an event may wait.
 */
export function claimRows(db: Db, clock: Clock): Claims {
  const gathering = createGathering((keys) => insert(db, clock, keys), { atOnce: statementsAtOnce, mostWaiting });
  return {
    claim: (key) => gathering.add(key),
    async release(key) {
      await db.rows(sql`delete from claimed_request where key = ${key}`);
    },
  };
}

async function insert(db: Db, clock: Clock, keys: readonly string[]): Promise<Set<string>> {
  const at = clock.now().toISOString();
  // In one order everywhere: two processes that insert the same keys in different orders wait for each other.
  const sorted = keys.toSorted();
  const rows = await db.rows<{ key: string }>(
    sql`insert into claimed_request (key, at) select key, ${at}::timestamptz from unnest(${sql.param(sorted)}::text[]) as key
      on conflict (key) do nothing returning key`,
  );
  return new Set(rows.map(({ key }) => key));
}

/**
 * Takes a key for so long: true for the first who asks, and again once that time is over. At most two days, when keys are
 * forgotten.
 */
export async function claimFor(db: Db, { key, now, forMs }: { key: string; now: Date; forMs: number }): Promise<boolean> {
  const over = new Date(now.getTime() - forMs).toISOString();
  const rows = await db.rows(sql`
    insert into claimed_request (key, at) values (${key}, ${now.toISOString()}::timestamptz)
    on conflict (key) do update set at = excluded.at where claimed_request.at <= ${over}::timestamptz returning key`);
  return rows.length > 0;
}

/** Takes away at most `limit` claims that are older than `before`, the oldest first; gives how many. */
export async function forgetClaims(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(
    sql`delete from claimed_request where key in
      (select key from claimed_request where at < ${before.toISOString()}::timestamptz order by at limit ${limit}) returning 1 as gone`,
  );
  return rows.length;
}
