import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import type { Read } from './read-rows.ts';

/** What is new since a position in the feed. */
export interface News {
  /** Refs that something happened to, without repeats. */
  refs: Ref[];
  /** Where to go on reading. */
  position: number;
  /** There is more after `position`. */
  more: boolean;
  /** The feed does not go back to the position that was asked for, or not so far: it says nothing, compare everything. */
  gap: boolean;
  /** Digest of the rows of `source` that have no parent; those tell of changes in the others. */
  facts: string;
}

/**
 * One statement, cheap when nothing is new: the ends of an index and the few rows of `source`. Numbers are given out
 * under a lock that is held until commit, so a number that is seen now has no smaller one still to come.
 */
export async function readNews(read: Read, position: number, limit = 5000): Promise<News> {
  const [row] = await read<{ facts: string; oldest: number | null; newest: number | null; changes: string | null }>(sql`
    select
      (select md5(coalesce(string_agg(s::text, '|' order by s.name), '')) from source s where s.parent is null) as facts,
      (select min(seq)::float8 from catalog_change) as oldest,
      (select max(seq)::float8 from catalog_change) as newest,
      (select json_agg(json_build_array(c.seq, c.ref, c.before, c.after))::text from (
        select seq, ref, case when op = 'renamed' then before end as before, case when op = 'renamed' then after end as after
        from catalog_change where seq > ${position}::bigint order by seq limit ${limit}) c) as changes`);
  const changes = JSON.parse(row?.changes ?? '[]') as [seq: number, ref: Ref, before: unknown, after: unknown][];
  const oldest = row?.oldest ?? 0;
  const newest = row?.newest ?? 0;
  const last = changes.at(-1)?.[0] ?? position;
  return {
    // A rename concerns two refs; the row is filed under one of them.
    refs: [...new Set(changes.flatMap(([, ref, before, after]) => [ref, ...asRef(before), ...asRef(after)]))],
    position: last,
    more: changes.length === limit && last < newest,
    gap: newest < position || oldest > position + 1,
    facts: row?.facts ?? '',
  };
}

/** The feed's end, from which to follow what is read after this. */
export async function readPosition(read: Read): Promise<number> {
  const [row] = await read<{ newest: number | null }>(sql`select max(seq)::float8 as newest from catalog_change`);
  return row?.newest ?? 0;
}

function asRef(value: unknown): Ref[] {
  return typeof value === 'string' && /^[^:/]+:[^/]+\/.+$/.test(value) ? [value] : [];
}

/** NOTIFY channel that writers of the feed use. */
export const feedChannel = 'catalog_change';
