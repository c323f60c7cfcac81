import type { FileState, SourceState } from '#core/descriptor.ts';
import type { Db } from '#core/db.ts';
import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { placeKey, type Claim, type Ranks } from './claim.ts';
import type { Held } from './hold-removals.ts';
import type { StoredEntities, StoredEntity } from './plan-changes.ts';
import type { ProblemRow } from './plan-problems.ts';

/** The row of `source`, as far as syncing needs it. */
export interface SourceRow {
  name: string;
  position: number;
  authority: boolean;
  configHash: string;
  head: string | null;
  branch: string | null;
  version: number;
  syncedAt: Date | null;
  held: Held | null;
  parent: string | null;
  orphaned: boolean;
}

/** All of them, or those that are called so. */
export async function readSources(db: Db, names?: readonly string[]): Promise<SourceRow[]> {
  const some = names ? sql` where name = any(${sql.param(names)}::text[])` : sql``;
  return db.rows<SourceRow>(sql`
    select name, position, authority, config_hash as "configHash", head, branch, version, synced_at as "syncedAt", held, parent,
      orphaned_at is not null as orphaned
    from source${some}`);
}

export function ranksOf(sources: readonly SourceRow[]): Ranks {
  return new Map(sources.map(({ name, orphaned, authority, position }) => [name, { orphaned, authority, position }]));
}

/** What was remembered of the source's files; null when it has to be read from scratch. */
export async function readSourceState(db: Db, source: SourceRow): Promise<SourceState | null> {
  if (source.syncedAt === null) return null;
  const rows = await db.rows<FileState>(
    sql`select path, blob, depth, includes, targets, elsewhere from source_file where source = ${source.name}`,
  );
  return { head: source.head, branch: source.branch, files: new Map(rows.map((row) => [row.path, row])) };
}

/** All claims of these sources. */
export function readClaims(db: Db, ...sources: readonly string[]): Promise<Claim[]> {
  return db.rows<Claim>(sql`select ${claimColumns} from descriptor where source = any(${sql.param(sources)}::text[])`);
}

/** The source's claims from these files, and those held back: asked for apart, because no index serves both at once. */
export function readClaimsOf(db: Db, { name, held }: Pick<SourceRow, 'name' | 'held'>, paths: readonly string[]): Promise<Claim[]> {
  return db.rows<Claim>(sql`
    select ${claimColumns} from descriptor where source = ${name} and path = any(${sql.param(paths)}::text[])
    union all select ${claimColumns} from descriptor
    where source = ${name} and ref = any(${sql.param(held?.refs ?? [])}::text[]) and gone is not null and path <> all(${sql.param(paths)}::text[])`);
}

/** Every claim on these refs; `but`: those of one source are known already. */
export async function readClaimsOn(db: Db, refs: readonly Ref[], but = ''): Promise<Claim[]> {
  if (refs.length === 0) return [];
  return db.rows<Claim>(sql`select ${claimColumns} from descriptor where ref = any(${sql.param(refs)}::text[]) and source <> ${but}`);
}

/** How many refs a source claims. */
export async function countRefs(db: Db, source: string): Promise<number> {
  const [row] = await db.rows<{ total: number }>(sql`select count(distinct ref) as total from descriptor where source = ${source}`);
  return row?.total ?? 0;
}

/** The uids that removed refs had. */
export async function readTombstones(db: Db, refs: readonly Ref[]): Promise<Map<Ref, string>> {
  if (refs.length === 0) return new Map();
  const rows = await db.rows<{ ref: Ref; uid: string }>(sql`select ref, uid from tombstone where ref = any(${sql.param(refs)}::text[])`);
  return new Map(rows.map((row) => [row.ref, row.uid]));
}

/** The stored entities of these claims' places. */
export async function readEntities(db: Db, claims: readonly Claim[]): Promise<StoredEntities> {
  const entities = new Map<string, StoredEntity>();
  for (let from = 0; from < claims.length; from += 500) {
    const places = claims.slice(from, from + 500).map(({ source, path, doc }) => ({ source, path, doc }));
    const rows = await db.rows<StoredEntity & { source: string; path: string; doc: number }>(sql`
      select d.source, d.path, d.doc, d.entity, md5(d.definition) as definition
      from json_to_recordset(${JSON.stringify(places)}::json) as x(source text, path text, doc int)
      join descriptor d on d.source = x.source and d.path = x.path and d.doc = x.doc`);
    for (const row of rows) entities.set(placeKey(row), row);
  }
  return entities;
}

/** Problems of some sources, or of some files of theirs. */
export async function readProblemRows(db: Db, sources: readonly string[], paths?: readonly string[]): Promise<ProblemRow[]> {
  const some = paths ? sql` and path = any(${sql.param(paths)}::text[])` : sql``;
  const rows = await db.rows<Omit<ProblemRow, 'ref'> & { ref: Ref | null }>(sql`
    select source, path, ordinal, severity, code, message, fix, line, ref, first_seen_at as "firstSeenAt"
    from problem where source = any(${sql.param(sources)}::text[])${some}`);
  return rows.map(({ ref, ...row }) => (ref === null ? row : { ...row, ref }));
}

const claimColumns = sql.raw(
  `source, path, doc, ref, uid, hash, content_hash as "contentHash", line, owner_line as "ownerLine", holder, broken, gone,
  changed_at as "changedAt", changed_commit as "changedCommit"`,
);
