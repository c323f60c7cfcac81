import { sql } from 'drizzle-orm/sql';
import type { ProblemRow } from '#catalog/sync/plan-problems.ts';
import type { Db } from '#core/db.ts';
import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { teamFinder } from './team-of-problem.ts';

/** Whose problems, or which. */
/** `strays`: of which nobody can say whose they are. */
export type ProblemScope =
  | { kind: 'all' }
  | { kind: 'strays' }
  | { kind: 'source'; source: string }
  | { kind: 'teams'; teams: readonly Ref[] };

export interface ProblemList {
  errors: number;
  warnings: number;
  /** From `offset` on, at most `limit`: errors first, then by source, file and line. */
  shown: Omit<ProblemRow, 'firstSeenAt' | 'ordinal'>[];
  /** There are more than anybody looks through, so the counts are lower bounds. */
  capped: boolean;
}

const most = 5_000;

type Place = Pick<ProblemRow, 'source' | 'path' | 'ordinal' | 'severity'> & { ref: Ref | null };

/**
 * The problems that this audience may see. They are read from the database, because nobody asks for them during an
 * incident and thousands of sentences need not lie in the memory of every process; whose they are only the directory knows.
 */
export async function listProblems(
  db: Db,
  view: DirectoryView,
  { scope, offset, limit }: { scope: ProblemScope; offset: number; limit: number },
): Promise<ProblemList> {
  // Those of an organisation are its repositories', which are sources of their own.
  const only = scope.kind === 'source' ? sql`where ${scope.source} in (p.source, s.parent)` : sql``;
  const all = await db.rows<Place>(sql`
    select p.source, p.path, p.ordinal, p.severity, p.ref from problem p left join source s on s.name = p.source ${only}
    order by p.severity = 'warning', s.position, p.source, p.path, p.line, p.ordinal limit ${most}`);
  const visible = all.filter(({ source }) => view.source(source) !== undefined);
  const meant =
    scope.kind === 'teams' ? ofTeams(view, visible, scope.teams) : scope.kind === 'strays' ? ofTeams(view, visible, ['']) : visible;
  const errors = meant.filter(({ severity }) => severity === 'error').length;
  const shown = await readShown(db, meant.slice(offset, offset + limit));
  return { errors, warnings: meant.length - errors, shown, capped: all.length === most };
}

/** An empty ref stands for no team. */
function ofTeams(view: DirectoryView, places: readonly Place[], teams: readonly Ref[]): Place[] {
  const teamFor = teamFinder(view, places);
  return places.filter((place) => teams.includes(teamFor(place) ?? ''));
}

async function readShown(db: Db, places: readonly Place[]): Promise<ProblemList['shown']> {
  if (places.length === 0) return [];
  const wanted = places.map(({ source, path, ordinal }, at) => ({ source, path, ordinal, at }));
  return db.rows<ProblemRow>(sql`
    select p.source, p.path, p.severity, p.code, p.message, p.fix, p.line
    from json_to_recordset(${JSON.stringify(wanted)}::json) as x(source text, path text, ordinal int, at int)
    join problem p on p.source = x.source and p.path = x.path and p.ordinal = x.ordinal order by x.at`);
}
