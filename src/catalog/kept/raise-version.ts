import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { KeptState } from '#core/kept-state.ts';

/** Tells all processes that the table has changed, when the transaction commits. Two writers wait for each other here. */
export async function raiseVersion(tx: Db, { name }: Pick<KeptState, 'name'>): Promise<void> {
  await tx.rows(sql`
    insert into kept_version (name, version) values (${name}, 1) on conflict (name) do update set version = kept_version.version + 1`);
}
