import type { Db } from '#core/db.ts';
import type { Entity } from '#core/entity.ts';
import { formatRef, splitRef, type Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { createHash } from 'node:crypto';

/** A catalog as rows, for tests of what reads them. One write is one transaction with its lines in the feed. */
export interface CatalogWrite {
  put?: PutEntity[];
  remove?: Ref[];
}

export interface PutEntity {
  entity: Entity;
  source: string;
  path?: string;
  line?: number;
  /** False: another file holds the ref. */
  holder?: boolean;
}

export function entity(kind: string, name: string, spec: Record<string, unknown> = {}, metadata: Partial<Entity['metadata']> = {}): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind, metadata: { namespace: 'default', ...metadata, name }, spec };
}

export function refOf(entity: Entity): Ref {
  return formatRef({ kind: entity.kind, ...entity.metadata });
}

export async function putSource(
  db: Db,
  name: string,
  facts: { visibleTo?: 'everyone' | Ref[]; position?: number; seenAt?: string; head?: string } = {},
): Promise<void> {
  const { visibleTo = 'everyone', position = 0, seenAt = '2026-11-01T10:00:00Z', head = 'a'.repeat(40) } = facts;
  await db.rows(sql`
    insert into source (name, type, position, visible_to, every_ms, config_hash, head, branch, version, seen_at, synced_at, ok)
    values (${name}, 'git', ${position}, ${JSON.stringify(visibleTo)}::jsonb, 60000, 'x', ${head}, 'main', 1, ${seenAt}, ${seenAt}, true)
    on conflict (name) do update set visible_to = excluded.visible_to, head = excluded.head, seen_at = excluded.seen_at, version = source.version + 1`);
}

export async function writeCatalog(db: Db, write: CatalogWrite, beforeCommit: () => Promise<void> = async () => undefined): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(sql`select pg_advisory_xact_lock(7236002)`);
    const rows = (write.put ?? []).map(rowOf);
    for (let start = 0; start < rows.length; start += 500) await putRows(tx, rows.slice(start, start + 500));
    for (const ref of write.remove ?? []) await removeRef(tx, ref);
    const refs = [...rows.map((row) => [row.ref, 'changed']), ...(write.remove ?? []).map((ref) => [ref, 'removed'])];
    await tx.rows(sql`
      insert into catalog_change (seq, at, source, uid, ref, op)
      select (select coalesce(max(seq), 0) from catalog_change) + row_number() over (), now(), 's', gen_random_uuid(), c ->> 0, c ->> 1
      from jsonb_array_elements(${JSON.stringify(refs)}::jsonb) c`);
    await tx.rows(sql`select pg_notify('catalog_change', '')`);
    await beforeCommit();
  });
}

function rowOf({ entity, source, path, line = 1, holder = true }: PutEntity) {
  const ref = refOf(entity);
  const text = JSON.stringify(entity);
  const hash = createHash('sha256').update(`${text}${line}`).digest('hex');
  const hex = createHash('sha256').update(ref).digest('hex');
  const uid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { source, path: path ?? `${ref.replaceAll(/[:/]/g, '-')}.yaml`, doc: 0, ref, uid, entity, hash, content_hash: hash, line, holder };
}

async function putRows(tx: Db, rows: ReturnType<typeof rowOf>[]): Promise<void> {
  const refs = sql.param(rows.filter((row) => row.holder).map((row) => row.ref));
  await tx.rows(sql`delete from descriptor where holder and ref = any(${refs}::text[])`);
  await tx.rows(sql`delete from tombstone where ref = any(${refs}::text[])`);
  await tx.rows(sql`
    insert into descriptor (source, path, doc, ref, uid, entity, hash, content_hash, line, holder, changed_at)
    select r.source, r.path, r.doc, r.ref, r.uid, r.entity, r.hash, r.content_hash, r.line, r.holder, now()
    from jsonb_populate_recordset(null::descriptor, ${JSON.stringify(rows)}::jsonb) r`);
}

async function removeRef(tx: Db, ref: Ref): Promise<void> {
  const { kind, name } = splitRef(ref);
  await tx.rows(sql`
    insert into tombstone (ref, uid, kind, name, source, path, content_hash, removed_at, from_commit, to_commit)
    select ref, uid, ${kind}, ${name}, source, path, content_hash, now(), 'abc', 'def' from descriptor where ref = ${ref} and holder`);
  await tx.rows(sql`delete from descriptor where ref = ${ref}`);
}
