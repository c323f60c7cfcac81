import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';

/** What was looked for in vain. */
export interface Miss {
  /** In lower case, as it was typed. */
  term: string;
  count: number;
  /** `YYYY-MM-DD`, UTC. */
  last: string;
}

/** The terms that were looked for most often since then, at most `limit`. */
export async function readMisses(db: Db, since: Date, limit: number): Promise<Miss[]> {
  return db.rows(sql`
    select term, sum(count)::int as count, max(day) as last from miss where day >= ${since.toISOString().slice(0, 10)}
    group by term order by sum(count) desc, max(day) desc, term limit ${limit}`);
}
