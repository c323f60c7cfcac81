import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { inBatches, storableJson } from './batches.ts';
import { insertRows, type Into } from './insert-rows.ts';
import type { SyncPlan } from './plan-sync.ts';
import { tellParent } from './tell-parent.ts';
import { writeClaims } from './write-claims.ts';
import { writeFeed } from './write-feed.ts';
import { writeTombstones } from './write-tombstones.ts';

/** What a source is brought to. */
export interface PlannedSync {
  plan: SyncPlan;
  source: { name: string; parent: string | null };
  read: { head: string | null; branch: string | null };
  /** Only a part of it was looked at: its age stays. */
  partly?: boolean;
}

/**
 * Writes the plans of some sources, no two of which concern the same ref, inside a transaction that holds `lockCatalog`.
 * Set-based: as many statements for a hundred sources as for one. Rows that are as they shall be are not touched. Raises
 * the sources' versions.
 */
export async function applySync(tx: Db, planned: readonly PlannedSync[]): Promise<void> {
  const [first] = planned;
  if (!first) return;
  const all = <T>(list: (plan: SyncPlan) => readonly T[]): T[] => planned.flatMap(({ plan }) => list(plan));
  await writeClaims(tx, {
    demote: all(({ demote }) => demote),
    remove: all(({ remove }) => remove),
    patch: all(({ patch }) => patch),
    upsert: all(({ upsert }) => upsert),
    promote: all(({ promote }) => promote),
  });
  await writeProblems(tx, planned);
  await writeFiles(tx, planned);
  await writeTombstones(tx, { tombstones: all(({ tombstones }) => tombstones), revived: all(({ revived }) => revived) });
  await writeSources(tx, planned);
  const children = planned.flatMap(({ source }) => (source.parent === null ? [] : [source.name]));
  if (children.length > 0) await tellParent(tx, children);
  await writeFeed(
    tx,
    all(({ changes }) => changes),
    first.plan.now,
  );
}

async function writeSources(tx: Db, planned: readonly PlannedSync[]): Promise<void> {
  const rows = planned.map(({ plan: { held, now }, source: { name }, read: { head, branch }, partly }) => {
    return { name, head, branch, held, now, seen: partly ? null : now };
  });
  await inBatches(rows, (json) =>
    tx.rows(sql`
      update source s set head = x.head, branch = x.branch, version = s.version + 1, seen_at = coalesce(x.seen, s.seen_at),
        synced_at = x.now, ok = true,
        error_code = null, error_message = null, held = nullif(x.held, 'null')
      from json_to_recordset(${json}::json) as x(name text, head text, branch text, held jsonb, now timestamptz, seen timestamptz) where s.name = x.name`),
  );
}

async function writeProblems(tx: Db, planned: readonly PlannedSync[]): Promise<void> {
  const paths = planned.flatMap(({ plan, source }) => placesOf(source, plan.problems.paths));
  await inBatches(paths, (json) => tx.rows(sql`delete from problem p using ${places(json)} where p.source = x.source and p.path = x.path`));
  const rows = planned.flatMap(({ plan }) => plan.problems.rows);
  await inBatches(rows, (json) =>
    tx.rows(sql`
      insert into problem (source, path, ordinal, severity, code, message, fix, line, ref, first_seen_at)
      select source, path, ordinal, severity, code, message, fix, line, ref, "firstSeenAt"
      from json_to_recordset(${json}::json) as x(source text, path text, ordinal int, severity text, code text, message text,
        fix text, line int, ref text, "firstSeenAt" timestamptz)`),
  );
}

async function writeFiles(tx: Db, planned: readonly PlannedSync[]): Promise<void> {
  const gone = planned.flatMap(({ plan, source }) => placesOf(source, plan.gonePaths));
  await inBatches(gone, (json) =>
    tx.rows(sql`delete from source_file f using ${places(json)} where f.source = x.source and f.path = x.path`),
  );
  await insertRows(tx, files, fileRows(planned));
}

const files: Into<FileRow> = {
  table: 'source_file',
  columns: {
    source: 'text',
    path: 'text',
    blob: 'text',
    depth: 'int',
    includes: 'jsonb',
    targets: 'jsonb',
    elsewhere: 'jsonb',
    ignored: 'jsonb',
  },
  otherwise: sql`
    on conflict (source, path) do update set blob = excluded.blob, depth = excluded.depth, includes = excluded.includes,
      targets = excluded.targets, elsewhere = excluded.elsewhere, ignored = excluded.ignored
    where (old.blob, old.depth, old.includes, old.targets, old.elsewhere, old.ignored)
      is distinct from (excluded.blob, excluded.depth, excluded.includes, excluded.targets, excluded.elsewhere, excluded.ignored)`,
};

type FileRow = Record<'source' | 'path' | 'blob' | 'includes' | 'targets' | 'elsewhere' | 'ignored', string> & { depth: number };

function* fileRows(planned: readonly PlannedSync[]): Generator<FileRow> {
  for (const { plan, source } of planned) {
    for (const { path, blob, depth, includes, targets, elsewhere = [], ignored } of plan.files) {
      const counts: Record<string, number> = {};
      for (const { reason } of ignored) counts[reason] = (counts[reason] ?? 0) + 1;
      yield {
        source: source.name,
        path,
        blob,
        depth,
        includes: storableJson(includes),
        targets: storableJson(targets),
        elsewhere: storableJson(elsewhere),
        ignored: storableJson(counts),
      };
    }
  }
}

const placesOf = ({ name }: { name: string }, paths: readonly string[]) => paths.map((path) => ({ source: name, path }));
const places = (json: string) => sql`json_to_recordset(${json}::json) as x(source text, path text)`;
