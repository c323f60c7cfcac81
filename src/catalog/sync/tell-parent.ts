import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';

/** Readers look at the rows of parents only; this makes them see that something happened to these children. */
export async function tellParent(db: Db, names: readonly string[]): Promise<void> {
  await db.rows(sql`
    update source set children_version = children_version + 1
    where name in (select parent from source where name = any(${sql.param(names)}::text[]) and parent is not null)`);
}
