import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { inBatches } from './batches.ts';
import type { SyncPlan } from './plan-sync.ts';

/** What was removed gets a tombstone, what is back loses it. */
export async function writeTombstones(tx: Db, { tombstones, revived }: Pick<SyncPlan, 'tombstones' | 'revived'>): Promise<void> {
  await inBatches(revived, (json) => tx.rows(sql`delete from tombstone where ref in (select json_array_elements_text(${json}::json))`));
  await inBatches(tombstones, (json) =>
    tx.rows(sql`
      insert into tombstone (ref, uid, kind, name, title, owner_ref, source, path, content_hash, removed_at, from_commit, to_commit)
      select ref, uid, kind, name, title, "ownerRef", source, path, "contentHash", "removedAt", "fromCommit", "toCommit"
      from json_to_recordset(${json}::json) as x(ref text, uid uuid, kind text, name text, title text, "ownerRef" text, source text,
        path text, "contentHash" text, "removedAt" timestamptz, "fromCommit" text, "toCommit" text)
      on conflict (ref) do update set uid = excluded.uid, kind = excluded.kind, name = excluded.name, title = excluded.title,
        owner_ref = excluded.owner_ref, source = excluded.source, path = excluded.path, content_hash = excluded.content_hash,
        removed_at = excluded.removed_at, from_commit = excluded.from_commit, to_commit = excluded.to_commit, commit = null,
        author = null, searched = false`),
  );
}
