import type { Db } from '#core/db.ts';
import { sql, type SQL } from 'drizzle-orm/sql';
import { inBatches, washed } from './batches.ts';
import type { NextClaim } from './claim.ts';
import { insertRows, type Into } from './insert-rows.ts';
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
  await insertRows(tx, descriptors, Iterator.from(writes.upsert).map(fullRow));
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

const descriptors: Into<ReturnType<typeof fullRow>> = {
  table: 'descriptor',
  columns: {
    source: 'text',
    path: 'text',
    doc: 'int',
    ref: 'text',
    uid: 'uuid',
    entity: 'jsonb',
    ordered: 'text',
    definition: 'text',
    hash: 'text',
    content_hash: 'text',
    line: 'int',
    owner_line: 'int',
    holder: 'boolean',
    changed_at: 'timestamptz',
    changed_commit: 'text',
  },
  otherwise: sql`
    on conflict (source, path, doc) do update set ref = excluded.ref, uid = excluded.uid, entity = excluded.entity, ordered = excluded.ordered,
      definition = excluded.definition, hash = excluded.hash, content_hash = excluded.content_hash, line = excluded.line,
      owner_line = excluded.owner_line, holder = excluded.holder, broken = null, gone = null,
      changed_at = excluded.changed_at, changed_commit = excluded.changed_commit`,
};

function fullRow({ fresh, ...claim }: NextClaim) {
  const { source, path, doc, ref, uid, hash, line, holder } = claim;
  const entity = fresh ? washed(fresh.json) : null;
  return {
    source,
    path,
    doc,
    ref,
    uid,
    entity,
    // A form shows its fields in the order in which they are written.
    ordered: ref.startsWith('template:') ? entity : null,
    definition: fresh?.definition ?? null,
    hash,
    content_hash: claim.contentHash,
    line,
    owner_line: claim.ownerLine,
    holder,
    changed_at: claim.changedAt,
    changed_commit: claim.changedCommit,
  };
}
