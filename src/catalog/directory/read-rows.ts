import type { Entry, Place, Tombstone } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import type { Ref } from '#core/ref.ts';
import { sql, type SQL } from 'drizzle-orm/sql';
import { addDisplayFacts, type OtherDescription } from './add-display-facts.ts';
import type { Claim } from './memory.ts';

/** One statement at a time: the wrapped `rows` of a Db. */
export type Read = <Row extends object>(statement: SQL) => Promise<Row[]>;

/** A row that is not parsed yet: JSON comes as text, so that parsing it can be cut into slices. */
export interface ClaimRow {
  ref: Ref;
  uid: string;
  entity: string;
  source: string;
  path: string;
  doc: number;
  line: number;
  ownerLine: number | null;
  changedAt: number;
  broken: string | null;
  held: boolean;
  rivals: string | null;
  print: number;
}

/** What became of a ref: its holder, or else what is known of its removal. */
export type RefRow = (ClaimRow | { [Column in Exclude<keyof ClaimRow, 'ref'>]: null }) & { ref: Ref; tombstone: string | null };

/** Entities after `after` in the order of refs, without the bodies of API definitions. */
export function readClaims(read: Read, after: Ref, limit: number): Promise<ClaimRow[]> {
  return read(
    sql`select d.ref, ${claimColumns} from descriptor d ${withRivals} where d.holder and d.ref > ${after} order by d.ref limit ${limit}`,
  );
}

/** A row for every ref asked for. */
export function readRefs(read: Read, refs: readonly Ref[]): Promise<RefRow[]> {
  return read(sql`
    select w.ref, ${claimColumns}, ${tombstoneJson} as tombstone
    from unnest(${sql.param(refs)}::text[]) as w(ref)
    left join descriptor d on d.ref = w.ref and d.holder ${withRivals}
    left join tombstone t on t.ref = w.ref`);
}

/** The digest of every entity's rows: equal means that there is nothing to read. */
export function readPrints(read: Read, after: Ref, limit: number): Promise<{ ref: Ref; print: number }[]> {
  return read(
    sql`select d.ref, ${print} as print from descriptor d ${withRivals} where d.holder and d.ref > ${after} order by d.ref limit ${limit}`,
  );
}

/** The newest first; more than these nobody asks for. */
export async function readTombstones(read: Read): Promise<Tombstone[]> {
  const rows = await read<{ tombstone: string }>(
    sql`select ${tombstoneJson} as tombstone from tombstone t order by t.removed_at desc, t.ref limit 20000`,
  );
  return rows.map((row) => parseTombstone(row.tombstone));
}

/** Makes an entry of a row. */
export function parseClaim(row: ClaimRow): Claim {
  const others = row.rivals === null ? noRivals : (JSON.parse(row.rivals) as Rival[]);
  const { entity, added } = addDisplayFacts(JSON.parse(row.entity) as Entity, others.filter(describes));
  const entry: Entry = {
    uid: row.uid,
    ref: row.ref,
    entity,
    source: row.source,
    path: row.path,
    doc: row.doc,
    line: row.line,
    ...(row.ownerLine === null ? {} : { ownerLine: row.ownerLine }),
    changedAt: new Date(row.changedAt),
    ...(row.broken === null ? {} : { broken: JSON.parse(row.broken) as { line: number; message: string } }),
    ...(row.held ? { held: true as const } : {}),
    // Who may only add does not dispute.
    rivals: others.filter((other) => !describes(other) || other.authority).map(({ source, path, line }) => ({ source, path, line })),
    ...(added.length > 0 && { added }),
  };
  return { entry, print: row.print };
}

export function parseTombstone(text: string): Tombstone {
  const told = JSON.parse(text) as Omit<Tombstone, 'removedAt'> & { removedAt: number };
  return { ...told, fromCommit: told.fromCommit ?? null, toCommit: told.toCommit ?? null, removedAt: new Date(told.removedAt) };
}

type Rival = Place | OtherDescription;

const noRivals: readonly Rival[] = [];
const describes = (other: Rival): other is OtherDescription => 'entity' in other;

// Milliseconds as a number, and JSON as text, because drivers disagree on what they make of timestamps and jsonb.
export function ms(column: SQL): SQL {
  return sql`(extract(epoch from ${column}) * 1000)::float8`;
}

/** The claims on people and groups of an authority: others may add to them, and do not dispute them. */
const ofAuthority = sql`(split_part(d.ref, ':', 1) in ('group', 'user') and holding.authority)`;
/** Whoever sees the one source sees the other. */
const asVisible = sql`(rs.visible_to = '"everyone"'::jsonb or rs.visible_to = holding.visible_to)`;

const withRivals = sql`left join lateral (
  select json_agg(case when ${ofAuthority} and ${asVisible}
    then json_build_object('source', r.source, 'path', r.path, 'line', r.line, 'authority', rs.authority, 'entity', r.entity)
    else json_build_object('source', r.source, 'path', r.path, 'line', r.line) end
    order by rs.authority desc, rs.position, r.source, r.path, r.doc)::text as places
  from descriptor r join source rs on rs.name = r.source join source holding on holding.name = d.source
  where r.ref = d.ref and not r.holder and (rs.authority or not ${ofAuthority} or ${asVisible})) as other on true`;

// 48 bits, so that it is exact as a number in JavaScript. `hash` stands for entity, definition, place and lines.
const print = sql`('x' || substr(md5(concat_ws('|', d.hash, d.uid, d.source, d.path, d.doc, d.line, d.owner_line, ${ms(sql`d.changed_at`)},
  coalesce(d.broken::text, '-'), coalesce(d.gone, '-'), other.places)), 1, 12))::bit(48)::bigint::float8`;

/** A release that knows no order leaves it as it was. */
const entityText = sql`case when d.ordered::jsonb = d.entity then d.ordered else d.entity::text end`;

const claimColumns = sql`d.uid::text as uid, ${entityText} as entity, d.source, d.path, d.doc, d.line, d.owner_line as "ownerLine",
  ${ms(sql`d.changed_at`)} as "changedAt", d.broken::text as broken, d.gone is not null as held, other.places as rivals, ${print} as print`;

const tombstoneJson = sql`case when t.ref is not null then json_strip_nulls(json_build_object('ref', t.ref, 'uid', t.uid, 'kind', t.kind,
  'name', t.name, 'title', t.title, 'ownerRef', t.owner_ref, 'source', t.source, 'path', t.path, 'removedAt', ${ms(sql`t.removed_at`)},
  'fromCommit', t.from_commit, 'toCommit', t.to_commit, 'commit', t.commit, 'author', t.author))::text end`;
