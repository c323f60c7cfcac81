import { sql } from 'drizzle-orm/sql';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Meter } from '#core/meter.ts';
import type { Ledger } from '#core/ports.ts';
import type { Viewer } from '#core/viewer.ts';

/** Longest term that is kept of a lookup that found nothing; it is what was looked for, never the whole message. */
const termLength = 100;

/** Bookkeeping in the database, always after the answer. */
export function createLedger({ db, clock, meter }: { db: Db; clock: Clock; meter: Meter }): Ledger {
  return {
    async miss(term) {
      const kept = Array.from(term.trim().toLowerCase()).slice(0, termLength).join('');
      if (kept === '') return;
      meter.missed();
      const day = clock.now().toISOString().slice(0, 10);
      await db.rows(
        sql`insert into miss (term, day, count) values (${kept}, ${day}, 1) on conflict (term, day) do update set count = miss.count + 1`,
      );
    },
    async audit({ viewer, action, subject, detail }) {
      const at = clock.now().toISOString();
      await db.rows(
        sql`insert into audit (id, at, actor, action, subject, detail) values (${clock.uuid()}, ${at}, ${actor(viewer)}, ${action}, ${subject}, ${JSON.stringify(detail)}::jsonb)`,
      );
    },
  };
}

/** Takes away at most `limit` terms of days before `before`, the oldest first; gives how many. */
export async function forgetMisses(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(sql`
    delete from miss where (term, day) in
      (select term, day from miss where day < ${before.toISOString().slice(0, 10)} order by day, term limit ${limit}) returning 1 as gone`);
  return rows.length;
}

/** The same of what was done. */
export async function forgetAudit(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(sql`
    delete from audit where id in
      (select id from audit where at < ${before.toISOString()}::timestamptz order by at limit ${limit}) returning 1 as gone`);
  return rows.length;
}

function actor(viewer: Viewer): string {
  return 'userId' in viewer ? `slack:${viewer.teamId}/${viewer.userId}` : viewer.kind;
}
