import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { storableJson } from './batches.ts';
import { insertRows, type Into } from './insert-rows.ts';
import type { Change } from './plan-changes.ts';

/**
 * Takes the lock under which the catalog is written; it is given back when the transaction ends. Whoever numbers feed
 * rows holds it until commit, so the numbers become visible in order and a reader never passes one that is still to come.
 */
export async function lockCatalog(tx: Db): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(7236002)`);
}

/** Numbers the changes and writes them, and wakes the readers when the transaction commits. Needs `lockCatalog`. */
export async function writeFeed(tx: Db, changes: readonly Change[], at: Date): Promise<void> {
  if (changes.length > 0) {
    const [last] = await tx.rows<{ seq: number }>(sql`select coalesce(max(seq), 0)::float8 as seq from catalog_change`);
    let seq = last?.seq ?? 0;
    await insertRows(
      tx,
      feed,
      Iterator.from(changes).map((change) => feedRow(change, ++seq, at)),
    );
  }
  await tx.rows(sql`select pg_notify('catalog_change', '')`);
}

const feed: Into<ReturnType<typeof feedRow>> = {
  table: 'catalog_change',
  columns: {
    seq: 'bigint',
    at: 'timestamptz',
    source: 'text',
    uid: 'uuid',
    ref: 'text',
    op: 'text',
    field: 'text',
    before: 'jsonb',
    after: 'jsonb',
    commit: 'text',
  },
};

function feedRow({ source, uid, ref, op, field, before, after, commit }: Change, seq: number, at: Date) {
  return { seq, at, source, uid, ref, op, field, before: asJson(before), after: asJson(after), commit };
}

const asJson = (value: unknown) => (value === null || value === undefined ? null : storableJson(value));
