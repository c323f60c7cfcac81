import type { Db } from '#core/db.ts';
import { sql, type SQL } from 'drizzle-orm/sql';
import { inBatches, storableJson, washed } from './batches.ts';
import type { NextClaim } from './claim.ts';
import type { Writes } from './plan-writes.ts';

/** Writes rows of `descriptor`. The order keeps the promise that a ref has at most one holder after each statement. */
export async function writeClaims(tx: Db, writes: Writes): Promise<void> {
  await inBatches(writes.demote.map(place), (json) => tx.rows(sql`update descriptor d set holder = false ${at(json)}`));
  await inBatches(writes.remove.map(place), (json) => tx.rows(sql`delete from descriptor d ${using(json)}`));
  const patches = writes.patch.map(({ row, claim }) => ({ ...place(row), toDoc: claim.doc, broken: claim.broken, gone: claim.gone }));
  await inBatches(patches, (json) =>
    tx.rows(sql`
      update descriptor d set doc = x."toDoc", broken = nullif(x.broken, 'null'), gone = x.gone
      from json_to_recordset(${json}::json) as x(source text, path text, doc int, "toDoc" int, broken jsonb, gone text)
      where ${samePlace}`),
  );
  await inBatches(writes.upsert, (json) => tx.rows(upsert(json)), fullRow);
  await inBatches(writes.promote.map(place), (json) => tx.rows(sql`update descriptor d set holder = true ${at(json)}`));
}

interface Placed {
  source: string;
  path: string;
  doc: number;
}

function place({ source, path, doc }: Placed): Placed {
  return { source, path, doc };
}

const samePlace = sql`d.source = x.source and d.path = x.path and d.doc = x.doc`;

function at(json: string): SQL {
  return sql`from json_to_recordset(${json}::json) as x(source text, path text, doc int) where ${samePlace}`;
}

function using(json: string): SQL {
  return sql`using json_to_recordset(${json}::json) as x(source text, path text, doc int) where ${samePlace}`;
}

/** As JSON, which the entity is already. */
function fullRow(claim: NextClaim): string {
  const { source, path, doc, ref, uid, hash, contentHash, line, ownerLine, holder, changedAt, changedCommit, fresh } = claim;
  const { json, definition } = fresh ?? {};
  const row = { source, path, doc, ref, uid, definition, hash, contentHash, line, ownerLine, holder, changedAt, changedCommit };
  return `{"entity":${json === undefined ? 'null' : washed(json)},${storableJson(row).slice(1)}`;
}

function upsert(json: string): SQL {
  return sql`
    insert into descriptor (source, path, doc, ref, uid, entity, definition, hash, content_hash, line, owner_line, holder,
      changed_at, changed_commit)
    select source, path, doc, ref, uid, entity, definition, hash, "contentHash", line, "ownerLine", holder, "changedAt", "changedCommit"
    from json_to_recordset(${json}::json) as x(source text, path text, doc int, ref text, uid uuid, entity jsonb, definition text,
      hash text, "contentHash" text, line int, "ownerLine" int, holder boolean, "changedAt" timestamptz, "changedCommit" text)
    on conflict (source, path, doc) do update set ref = excluded.ref, uid = excluded.uid, entity = excluded.entity,
      definition = excluded.definition, hash = excluded.hash, content_hash = excluded.content_hash, line = excluded.line,
      owner_line = excluded.owner_line, holder = excluded.holder, broken = null, gone = null,
      changed_at = excluded.changed_at, changed_commit = excluded.changed_commit`;
}
