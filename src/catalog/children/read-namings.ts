import type { Db } from '#core/db.ts';
import type { ElsewhereTarget } from '#core/descriptor.ts';
import { sql } from 'drizzle-orm/sql';
import { webUrlOf } from '../web-links.ts';
import { fileElsewhere, type FileElsewhere, type Naming } from './want-children.ts';

/** Every file of a source, and of its children that are still named, that names files of other repositories. */
export async function readNamings(db: Db, parent: string): Promise<Naming[]> {
  return db.rows<Naming>(sql`
    select f.source, f.path, coalesce((s.origin ->> 'depth')::int, 0) as depth, f.elsewhere as targets
    from source_file f join source s on s.name = f.source
    where (s.name = ${parent} or s.parent = ${parent}) and s.orphaned_at is null and f.elsewhere <> '[]'::jsonb`);
}

/**
 * Which of these files are read already by sources that are configured or registered, or are repositories of a
 * configured organisation. A branch that is not named means the one that is read.
 */
export async function readElsewhere(db: Db, targets: readonly ElsewhereTarget[]): Promise<(file: FileElsewhere) => boolean> {
  const files = targets.flatMap(({ url }) => fileElsewhere(url) ?? []);
  const places = files.map(({ cloneUrl, path }) => ({ web: webKey(cloneUrl), path }));
  const rows = await db.rows<{ web: string; branch: string | null; path: string }>(sql`
    select x.web, s.branch, x.path from json_to_recordset(${JSON.stringify(places)}::json) as x(web text, path text)
    join source s on lower(s.web_url) = x.web and (s.parent is null or s.origin ->> 'why' in ('repository', 'registered')) and s.orphaned_at is null
    join source_file f on f.source = s.name and f.path = x.path`);
  const known = new Set(rows.flatMap(({ web, branch, path }) => [key(web, undefined, path), key(web, branch ?? undefined, path)]));
  return ({ cloneUrl, ref, path }) => known.has(key(webKey(cloneUrl), ref, path));
}

const webKey = (cloneUrl: string) => (webUrlOf(cloneUrl) ?? cloneUrl).toLowerCase();
const key = (web: string, ref: string | undefined, path: string) => JSON.stringify([web, ref ?? null, path]);
