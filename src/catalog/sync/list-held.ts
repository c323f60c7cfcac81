import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { Held } from './hold-removals.ts';

export interface HeldOf {
  source: string;
  held: Held;
}

/** Removals that wait, source by source in the order of the configuration. */
export function listHeld(db: Db): Promise<HeldOf[]> {
  return db.rows<HeldOf>(sql`
    select name as source, held from source where held is not null order by position, name`);
}
