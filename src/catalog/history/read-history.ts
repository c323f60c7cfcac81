import type { Db } from '#core/db.ts';
import type { DirectoryView } from '#core/directory.ts';
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
  source: string;
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

const mostSteps = 500;

/**
 * What the feed has of an entity under all of its names, as this audience may see it: what happened in a source that they may
 * not see is left out. Where only its line moved, nothing of it changed.
 */
export async function readHistory(db: Db, view: Pick<DirectoryView, 'source'>, uid: string): Promise<History> {
  const rows = await db.rows<{
    at: number;
    source: string;
    ref: Ref;
    op: string;
    field: string | null;
    told: string;
    commit: string | null;
  }>(sql`
    select ${ms(sql`at`)} as at, source, ref, op, field, json_build_array(before, after)::text as told, commit
    from catalog_change where uid = ${uid}::uuid order by seq desc limit ${mostSteps}`);
  const moments: Moment[] = [];
  for (const { at, source, ref, op, field, told, commit } of rows) {
    if (view.source(source) === undefined) continue;
    const [before, after] = JSON.parse(told) as [unknown, unknown];
    if (op === 'moved' && placeOf(before) === placeOf(after)) continue;
    const last = moments.at(-1);
    const step = { op, field, before, after };
    if (last && last.at.getTime() === at && last.source === source && last.commit === commit) last.steps.unshift(step);
    else moments.push({ at: new Date(at), source, ref, commit, steps: [step] });
  }
  return { moments, capped: rows.length === mostSteps };
}

/** Without the line. */
function placeOf(place: unknown): string {
  const { source, path } = (place ?? {}) as { source?: unknown; path?: unknown };
  return `${String(source)} ${String(path)}`;
}
