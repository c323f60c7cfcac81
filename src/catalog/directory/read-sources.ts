import { setImmediate } from 'node:timers/promises';
import { sql, type SQL } from 'drizzle-orm/sql';
import type { SourceRow } from './memory.ts';
import { ms, type Read } from './read-rows.ts';

/**
 * What the database says of all sources. `known`: what it said last; an organisation has thousands of repositories, and
 * those of a parent to which nothing has happened since are not read again.
 */
export async function readSources(read: Read, known: ReadonlyMap<string, SourceRow> = new Map()): Promise<SourceRow[]> {
  const families = Map.groupBy(known.values(), ({ parent }) => parent ?? '');
  const all: SourceRow[] = [];
  for (const parent of await readRows(read, sql`where s.parent is null order by s.position, s.name`)) {
    const isKnown = known.get(parent.name)?.childrenVersion === parent.childrenVersion;
    const children = isKnown ? (families.get(parent.name) ?? []) : await readChildren(read, parent);
    all.push(parent);
    for (const child of children) all.push(seenWith(parent, child));
  }
  return all;
}

/** The embedded database computes on our own thread, so that each statement is kept short. */
const slice = 500;

async function readChildren(read: Read, { name, childrenVersion }: SourceRow): Promise<SourceRow[]> {
  const children: SourceRow[] = [];
  if (childrenVersion === 0) return children;
  for (;;) {
    const last = children.at(-1)?.name ?? '';
    const page = await readRows(read, sql`where s.parent = ${name} and s.name > ${last} order by s.name limit ${slice}`);
    children.push(...page);
    if (page.length < slice) return children;
    await setImmediate();
  }
}

/** One look at an organisation sees all of its repositories; their rows are written only when something changed. */
function seenWith({ seenAt }: SourceRow, child: SourceRow): SourceRow {
  return child.seenWithParent && seenAt && (!child.seenAt || child.seenAt < seenAt) ? { ...child, seenAt } : child;
}

async function readRows(read: Read, which: SQL): Promise<SourceRow[]> {
  const rows = await read<{ facts: string }>(sql`
    select json_strip_nulls(json_build_object(
      'name', s.name, 'type', s.type, 'position', s.position, 'authority', s.authority, 'visibleTo', s.visible_to,
      'everyMs', s.every_ms, 'webUrl', s.web_url, 'head', s.head, 'branch', s.branch, 'seenAt', ${ms(sql`s.seen_at`)},
      'syncedAt', ${ms(sql`s.synced_at`)}, 'ok', s.ok, 'errorCode', s.error_code,
      'held', case when jsonb_typeof(s.held -> 'refs') = 'array' then jsonb_array_length(s.held -> 'refs') else 0 end,
      'parent', s.parent, 'orphanedAt', ${ms(sql`s.orphaned_at`)}, 'paths', ${endingPaths},
      'childrenVersion', case when s.parent is null then s.children_version end,
      'seenWithParent', case when s.ok and s.orphaned_at is null and s.origin ->> 'why' = 'repository' then true end,
      'proposals', (select json_agg(json_build_object('ref', o.ref, 'field', o.field, 'url', o.url, 'number', o.number) order by o.at, o.url)
        from proposal o where o.state = 'open' and o.source = s.name),
      'problems', (select count(*) from problem p where p.source = s.name)))::text as facts
    from source s ${which}`);
  return rows.map((row) => parseSource(row.facts));
}

/** Nobody asks for the paths of a source that loses none. */
const endingPaths = sql`case when s.origin ->> 'why' = 'registered' and jsonb_path_exists(s.origin, '$.paths[*].endedAt') then
  (select json_agg(json_build_object('path', p ->> 'path', 'endedAt', p ->> 'endedAt')) from jsonb_array_elements(s.origin -> 'paths') p) end`;

function parseSource(text: string): SourceRow {
  const { orphanedAt, ...told } = JSON.parse(text) as SourceTimes & Omit<SourceRow, keyof SourceTimes>;
  const at = (time: number | undefined): Date | null => (time === undefined ? null : new Date(time));
  const orphaned = orphanedAt === undefined ? {} : { orphanedAt: new Date(orphanedAt) };
  return {
    ...told,
    head: told.head ?? null,
    branch: told.branch ?? null,
    seenAt: at(told.seenAt),
    syncedAt: at(told.syncedAt),
    ...orphaned,
  };
}

/** As milliseconds. */
interface SourceTimes {
  seenAt?: number;
  syncedAt?: number;
  orphanedAt?: number;
}
