import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { Ref } from '#core/ref.ts';
import { followTopic } from './follows.ts';

/** A row of the feed that somebody may be told of. */
export interface FeedRow {
  seq: number;
  /** ISO 8601. */
  at: string;
  uid: string;
  ref: Ref;
  op: 'added' | 'changed' | 'renamed' | 'removed';
  field: string | null;
  before: unknown;
  after: unknown;
  commit: string | null;
}

/** Fields whose change is told, or makes one thing need, own or hold another. */
const fields = ['owner', 'lifecycle', 'dependsOn', 'dependencyOf', 'consumesApis', 'system', 'domain', 'subcomponentOf', 'subdomainOf'];

/**
 * Rows after `position` in order, at most `limit`; with fewer, `position` is the feed's end. What is found out later about a
 * removal, by whom it was, is a row as well, and tells nothing new.
 */
export async function readFeed(db: Db, position: number, limit: number): Promise<{ rows: FeedRow[]; position: number }> {
  const [row] = await db.rows<{ newest: number | null; rows: string | null }>(sql`
    select (select max(seq)::float8 from catalog_change) as newest,
      (select json_agg(json_build_object('seq', c.seq, 'at', c.at, 'uid', c.uid, 'ref', c.ref, 'op', c.op, 'field', c.field,
          'before', c.before, 'after', c.after, 'commit', c.commit) order by c.seq)::text from (
        select * from catalog_change where seq > ${position}::bigint
          and (op in ('added', 'renamed') or (op = 'removed' and field is null) or (op = 'changed' and field = any(${sql.param(fields)}::text[])))
        order by seq limit ${limit}) c) as rows`);
  const rows = JSON.parse(row?.rows ?? '[]') as FeedRow[];
  const last = rows.at(-1);
  return { rows, position: rows.length === limit && last ? last.seq : Math.max(position, row?.newest ?? 0) };
}

/** Up to where all is told; 0 before the first time. */
export async function readPosition(db: Db): Promise<number> {
  const [row] = await db.rows<{ seq: number }>(sql`select seq::float8 as seq from notice_position where topic = ${followTopic}`);
  return row?.seq ?? 0;
}

/** Where the feed ended at a moment: of what came before, nobody wants to hear. */
export async function readEnd(db: Db, at: Date): Promise<number> {
  const [row] = await db.rows<{ seq: number }>(sql`
    select seq::float8 as seq from catalog_change where at < ${at.toISOString()}::timestamptz order by at desc, seq desc limit 1`);
  return row?.seq ?? 0;
}

export async function writePosition(db: Db, seq: number): Promise<void> {
  await db.rows(sql`
    insert into notice_position (topic, seq) values (${followTopic}, ${seq}::bigint) on conflict (topic) do update set seq = greatest(notice_position.seq, excluded.seq)`);
}
