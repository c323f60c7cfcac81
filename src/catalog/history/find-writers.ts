import type { Commits, FileCommit } from '#core/commits.ts';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { Moment } from './read-history.ts';

/** A source that changes less often than once in so many changes of the others is not looked for further back. */
const mostLookedThrough = 10_000;

type Told = Moment & { path: string; commit: string };

/**
 * By which commits, and by whom, what changed at these moments was written: those that touched its file since the head
 * that was read before. A moment is missing where history cannot say, or where the feed itself tells. Rejects without
 * the database.
 */
export async function findWriters(db: Db, commits: Commits, moments: readonly Moment[]): Promise<Map<Moment, FileCommit[]>> {
  const told = moments.filter(isTold);
  const earlier = await earlierHeads(db, told);
  const questions = told.flatMap((moment, n) => {
    const from = earlier[n] ?? ownEarlier(moments, moment);
    return from === undefined ? [] : [{ moment, question: { path: moment.path, from, to: moment.commit } }];
  });
  const written = new Map<Moment, FileCommit[]>();
  const bySource = Map.groupBy(questions, ({ moment }) => moment.source);
  const asking = [...bySource].map(async ([source, asked]) => {
    const found = await commits.of(
      source,
      asked.map(({ question }) => question),
    );
    for (const [n, { moment }] of asked.entries()) if (found[n]?.length) written.set(moment, found[n]);
  });
  await Promise.all(asking);
  return written;
}

/** Whose commit removed something is in the feed as soon as it is known. */
function isTold(moment: Moment): moment is Told {
  return moment.path !== undefined && moment.commit !== null && moment.steps.some(({ op }) => op !== 'removed');
}

/** The heads of the same sources that were read before; null where nothing changed with one in all that is looked through. */
async function earlierHeads(db: Db, moments: readonly Told[]): Promise<(string | undefined)[]> {
  if (moments.length === 0) return [];
  const list = <T>(of: (moment: Told) => T) => sql.param(moments.map(of));
  const rows = await db.rows<{ head: string | null }>(sql`
    select (
      select c.commit from catalog_change c
      where c.seq < m.seq and c.seq >= m.seq - ${mostLookedThrough} and c.source = m.source and c.commit <> m.commit
      order by c.seq desc limit 1
    ) as head
    from unnest(${list(({ seq }) => String(seq))}::text[]::bigint[], ${list(({ source }) => source)}::text[], ${list(({ commit }) => commit)}::text[])
      with ordinality as m(seq, source, commit, n) order by m.n`);
  return rows.map(({ head }) => head ?? undefined);
}

function ownEarlier(moments: readonly Moment[], { source, seq, commit }: Told): string | undefined {
  const before = moments.find((other) => other.source === source && other.seq < seq && other.commit !== null && other.commit !== commit);
  return before?.commit ?? undefined;
}
