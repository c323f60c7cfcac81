import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm/sql';
import type { ProblemRow } from '#catalog/sync/plan-problems.ts';
import type { Db } from '#core/db.ts';

/** More are not looked at in one go; those that are left come with the next. */
const most = 5_000;
/** Children that a parent gets this long after it was read first are news, their problems too. */
const settlingMs = 24 * 3600_000;

/**
 * The problems that came after their source was read for the first time, oldest first. What a source, or another way of
 * reading it, begins with is nobody's news: five hundred old problems on the first day would only be hated.
 */
export async function readNewProblems(db: Db, now: Date): Promise<ProblemRow[]> {
  await setBaselines(db, now);
  return withoutNulls(
    await db.rows<StoredProblem>(sql`
      select ${columns} from problem p join notice_baseline b on b.source = p.source where p.first_seen_at > b.at
      order by p.first_seen_at, p.source, p.path, p.ordinal limit ${most}`),
  );
}

/** Those of these ids that are not there any more. */
export async function readGone(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const since = new Date(Math.min(...ids.map((id) => Number.parseInt(id, 36)))).toISOString();
  const rows = await db.rows<StoredProblem>(sql`select ${columns} from problem p where p.first_seen_at >= ${since}::timestamptz`);
  const there = new Set(withoutNulls(rows).map(problemId));
  return ids.filter((id) => !there.has(id));
}

/**
 * The same as long as it is the same problem: it may move to another line, and its source get another name. One that
 * comes back is another. Begins with the time when it was first seen.
 */
export function problemId({ path, severity, code, message, ref, firstSeenAt }: ProblemRow): string {
  const what = JSON.stringify([path, severity, code, message, ref ?? null]);
  return `${firstSeenAt.getTime().toString(36)}-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`;
}

type StoredProblem = Omit<ProblemRow, 'ref'> & { ref: string | null };

function withoutNulls(rows: readonly StoredProblem[]): ProblemRow[] {
  return rows.map(({ ref, ...row }) => (ref === null ? row : { ...row, ref }));
}

const columns = sql.raw(
  `p.source, p.path, p.ordinal, p.severity, p.code, p.message, p.fix, p.line, p.ref, p.first_seen_at as "firstSeenAt"`,
);

async function setBaselines(db: Db, now: Date): Promise<void> {
  const settled = new Date(now.getTime() - settlingMs).toISOString();
  await db.rows(sql`
    insert into notice_baseline as b (source, config_hash, at)
    select s.name, s.config_hash, coalesce(parent.at, ${now.toISOString()}::timestamptz)
    from source s left join notice_baseline parent on parent.source = s.parent and parent.at < ${settled}::timestamptz
    where s.synced_at is not null
      and not exists (select 1 from notice_baseline k where k.source = s.name and k.config_hash = s.config_hash)
    on conflict (source) do update set config_hash = excluded.config_hash, at = ${now.toISOString()}::timestamptz`);
}
