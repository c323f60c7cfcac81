import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { ProblemRow } from './plan-problems.ts';

/** What is wrong in the files, errors first, then by source, file and line. */
export async function readProblems(db: Db, only: { source?: string } = {}): Promise<ProblemRow[]> {
  const where = only.source === undefined ? sql`` : sql`where p.source = ${only.source}`;
  const rows = await db.rows<Omit<ProblemRow, 'ref'> & { ref: string | null }>(sql`
    select p.source, p.path, p.ordinal, p.severity, p.code, p.message, p.fix, p.line, p.ref, p.first_seen_at as "firstSeenAt"
    from problem p left join source s on s.name = p.source ${where}
    order by p.severity = 'warning', s.position, p.source, p.path, p.line, p.ordinal`);
  return rows.map(({ ref, ...row }) => (ref === null ? row : { ...row, ref }));
}
