import type { Db } from '#core/db.ts';
import type { DirectoryView, Place } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { ms } from '../directory/read-rows.ts';

/** One thing that changed of an entity, as the feed tells it: `sync/plan-changes.ts`. */
export interface Step {
  op: string;
  field: string | null;
  before: unknown;
  after: unknown;
}

/** What one look at a source found changed of one entity. */
export interface Moment {
  at: Date;
  /** Of its first step in the feed. */
  seq: number;
  source: string;
  /** The file it then stood in; absent where that is not known any more. */
  path?: string;
  /** As it was called then. */
  ref: Ref;
  /** The head that was read, which may have come with others. */
  commit: string | null;
  steps: Step[];
}

export interface History {
  /** Newest first. */
  moments: Moment[];
  /** There is more than anybody reads. */
  capped: boolean;
}

/** Whose history, and where it stands now, or stood last. */
export interface HistoryOf {
  uid: string;
  place: Pick<Place, 'source' | 'path'>;
}

const mostSteps = 500;

/**
 * What the feed has of an entity under all of its names, as this audience may see it: what happened in a source that they may
 * not see is left out. Where only its line moved, nothing of it changed.
 */
export async function readHistory(db: Db, view: Pick<DirectoryView, 'source'>, { uid, place }: HistoryOf): Promise<History> {
  const rows = await db.rows<{
    seq: number;
    at: number;
    source: string;
    ref: Ref;
    op: string;
    field: string | null;
    told: string;
    commit: string | null;
  }>(sql`
    select seq::float8 as seq, ${ms(sql`at`)} as at, source, ref, op, field, json_build_array(before, after)::text as told, commit
    from catalog_change where uid = ${uid}::uuid order by seq desc limit ${mostSteps}`);
  const moments: Moment[] = [];
  let stood: Partial<Place> = place;
  for (const { seq, at, source, ref, op, field, told, commit } of rows) {
    const [before, after] = JSON.parse(told) as [unknown, unknown];
    const there = op === 'added' || op === 'moved' ? placeOf(after) : stood;
    stood = op === 'moved' ? placeOf(before) : op === 'added' ? {} : stood;
    if (view.source(source) === undefined) continue;
    if (op === 'moved' && stood.source === there.source && stood.path === there.path) continue;
    const last = moments.at(-1);
    const step = { op, field, before, after };
    if (last && last.at.getTime() === at && last.source === source && last.commit === commit) {
      last.steps.unshift(step);
      last.seq = seq;
    } else {
      const path = there.source === source ? there.path : undefined;
      moments.push({ at: new Date(at), seq, source, ...(path !== undefined && { path }), ref, commit, steps: [step] });
    }
  }
  return { moments, capped: rows.length === mostSteps };
}

function placeOf(told: unknown): Partial<Place> {
  const { source, path } = (told ?? {}) as { source?: unknown; path?: unknown };
  return { ...(typeof source === 'string' && { source }), ...(typeof path === 'string' && { path }) };
}
