import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { Held } from './hold-removals.ts';

/** Removals that wait, source by source in the order of the configuration. */
export function listHeld(db: Db): Promise<{ source: string; held: Held }[]> {
  return db.rows<{ source: string; held: Held }>(sql`
    select name as source, held from source where held is not null order by position, name`);
}
