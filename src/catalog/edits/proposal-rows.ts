import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { Edit } from '#core/proposals.ts';
import type { Ref } from '#core/ref.ts';

/** A proposed change, and what is known of it. */
export interface ProposalRow {
  url: string;
  ref: Ref;
  field: Edit['field'];
  source: string;
  /** `owner/name`. */
  repository: string;
  number: number;
}

export async function keepProposal(db: Db, row: ProposalRow & { by: string; at: Date }): Promise<void> {
  const { url, ref, field, source, repository, number, by, at } = row;
  await db.transaction(async (tx) => {
    await tx.rows(sql`
      insert into proposal (url, ref, field, source, repository, number, by, at)
      values (${url}, ${ref}, ${field}, ${source}, ${repository}, ${number}, ${by}, ${at.toISOString()})
      on conflict (url) do update set state = 'open', etag = null`);
    await tellReaders(tx, source);
  });
}

/** Those that are open, the longest unasked first; with `urls` only these. */
export function openProposals(
  db: Db,
  { limit, urls }: { limit: number; urls?: readonly string[] },
): Promise<(ProposalRow & { etag: string | null })[]> {
  const which = urls ? sql`and url = any(${sql.param(urls)}::text[])` : sql``;
  return db.rows(sql`
    select url, ref, field, source, repository, number, etag from proposal where state = 'open' ${which}
    order by checked_at nulls first, url limit ${limit}`);
}

export async function checkedProposal(
  db: Db,
  { url, source }: Pick<ProposalRow, 'url' | 'source'>,
  now: { at: Date; etag?: string | undefined; state?: 'merged' | 'closed' },
): Promise<void> {
  const { at, etag, state } = now;
  await db.transaction(async (tx) => {
    await tx.rows(sql`
      update proposal set checked_at = ${at.toISOString()}, etag = coalesce(${etag ?? null}, etag), state = coalesce(${state ?? null}, state)
      where url = ${url}`);
    if (state !== undefined) await tellReaders(tx, source);
  });
}

/** Takes away at most `limit` that ended before `before`; gives how many. */
export async function forgetProposals(db: Db, before: Date, limit: number): Promise<number> {
  const rows = await db.rows(sql`
    delete from proposal where url in
      (select url from proposal where state <> 'open' and checked_at < ${before.toISOString()}::timestamptz limit ${limit}) returning 1 as gone`);
  return rows.length;
}

/** Readers look at the rows of sources without a parent only, and read all of a family whose number has changed. */
async function tellReaders(db: Db, source: string): Promise<void> {
  await db.rows(sql`
    update source set children_version = children_version + 1
    where name = ${source} or name = (select parent from source where name = ${source})`);
}
