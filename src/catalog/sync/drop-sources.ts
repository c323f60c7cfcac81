import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';

/** Takes away what is left of sources whose claims are gone. */
export async function dropSources(tx: Db, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const gone = sql.param(names);
  await tx.rows(sql`delete from source_file where source = any(${gone}::text[])`);
  await tx.rows(sql`delete from problem where source = any(${gone}::text[])`);
  await tx.rows(sql`delete from notice_baseline where source = any(${gone}::text[])`);
  await tx.rows(sql`delete from source where name = any(${gone}::text[])`);
}
