import type { Db } from '#core/db.ts';
import type { Problem } from '#core/descriptor.ts';
import type { Place } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import type { Broken } from './claim.ts';

/** An entity as it leaves the product, with what tells where it comes from. */
export interface ExportRow {
  ref: Ref;
  uid: string;
  /** With `spec.definition`. */
  entity: Entity;
  source: string;
  path: string;
  doc: number;
  line: number;
  ownerLine: number | null;
  changedAt: Date;
  changedCommit: string | null;
  broken: Broken | null;
  held: boolean;
  rivals: Place[];
  /** Of the source. */
  head: string | null;
  seenAt: Date | null;
  syncedAt: Date | null;
  ok: boolean;
  problems: Omit<Problem, 'ref' | 'fix'>[];
}

/** All entities in the order of their refs, a page at a time. Relations are the caller's to add. */
export async function* readCatalogExport(db: Db, pageSize = 200): AsyncGenerator<ExportRow> {
  let last = '';
  for (;;) {
    const rows = await readPage(db, last, pageSize);
    for (const { definition, ...row } of rows) {
      if (definition !== null) row.entity.spec = { ...row.entity.spec, definition };
      yield row;
    }
    const end = rows.at(-1);
    if (!end) return;
    last = end.ref;
  }
}

function readPage(db: Db, after: Ref, limit: number): Promise<(ExportRow & { definition: string | null })[]> {
  return db.rows(sql`
    select d.ref, d.uid, d.entity, d.definition, d.source, d.path, d.doc, d.line, d.owner_line as "ownerLine",
      d.changed_at as "changedAt", d.changed_commit as "changedCommit", d.broken, d.gone is not null as held,
      s.head, s.seen_at as "seenAt", s.synced_at as "syncedAt", coalesce(s.ok, false) as ok,
      coalesce((select jsonb_agg(jsonb_build_object('source', r.source, 'path', r.path, 'line', r.line) order by r.source, r.path, r.doc)
        from descriptor r where r.ref = d.ref and not r.holder), '[]') as rivals,
      coalesce((select jsonb_agg(jsonb_build_object('severity', p.severity, 'code', p.code, 'message', p.message, 'path', p.path,
        'line', p.line) order by p.path, p.line, p.ordinal)
        from problem p where p.ref = d.ref and p.source = d.source), '[]') as problems
    from descriptor d left join source s on s.name = d.source
    where d.holder and d.ref > ${after} order by d.ref limit ${limit}`);
}
