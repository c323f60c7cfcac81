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

function actor(viewer: Viewer): string {
  return 'userId' in viewer ? `slack:${viewer.teamId}/${viewer.userId}` : viewer.kind;
}
