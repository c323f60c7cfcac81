import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { inBatches } from './batches.ts';
import type { SyncPlan } from './plan-sync.ts';
import { writeClaims } from './write-claims.ts';
import { writeFeed } from './write-feed.ts';
import { writeTombstones } from './write-tombstones.ts';
import { tellParent } from './tell-parent.ts';

/** The source's row after a sync. */
export interface SourceAfter {
  name: string;
  parent: string | null;
  head: string | null;
  branch: string | null;
}

/**
 * Writes a plan inside a transaction that holds `lockCatalog`. Set-based; rows that are as they shall be are not
 * touched. Raises the source's version.
 */
export async function applySync(tx: Db, plan: SyncPlan, source: SourceAfter): Promise<void> {
  await writeClaims(tx, plan);
  await writeProblems(tx, source.name, plan);
  await writeFiles(tx, source.name, plan);
  await writeTombstones(tx, plan);
  await tx.rows(sql`
    update source set head = ${source.head}, branch = ${source.branch}, version = version + 1, seen_at = ${plan.now},
      synced_at = ${plan.now}, ok = true, error_code = null, error_message = null,
      held = ${plan.held && JSON.stringify(plan.held)}::jsonb
    where name = ${source.name}`);
  if (source.parent !== null) await tellParent(tx, [source.name]);
  await writeFeed(tx, plan.changes, plan.now);
}

async function writeProblems(tx: Db, source: string, { problems }: SyncPlan): Promise<void> {
  await inBatches(problems.paths, (json) =>
    tx.rows(sql`delete from problem where source = ${source} and path in (select json_array_elements_text(${json}::json))`),
  );
  await inBatches(problems.rows, (json) =>
    tx.rows(sql`
      insert into problem (source, path, ordinal, severity, code, message, fix, line, ref, first_seen_at)
      select source, path, ordinal, severity, code, message, fix, line, ref, "firstSeenAt"
      from json_to_recordset(${json}::json) as x(source text, path text, ordinal int, severity text, code text, message text,
        fix text, line int, ref text, "firstSeenAt" timestamptz)`),
  );
}

async function writeFiles(tx: Db, source: string, { files, gonePaths }: SyncPlan): Promise<void> {
  await inBatches(gonePaths, (json) =>
    tx.rows(sql`delete from source_file where source = ${source} and path in (select json_array_elements_text(${json}::json))`),
  );
  const rows = files.values().map(({ path, blob, depth, includes, targets, elsewhere = [], ignored }) => {
    const counts: Record<string, number> = {};
    for (const { reason } of ignored) counts[reason] = (counts[reason] ?? 0) + 1;
    return { path, blob, depth, includes, targets, elsewhere, ignored: counts };
  });
  await inBatches(rows, (json) =>
    tx.rows(sql`
      insert into source_file as f (source, path, blob, depth, includes, targets, elsewhere, ignored)
      select ${source}::text, path, blob, depth, includes, targets, elsewhere, ignored
      from json_to_recordset(${json}::json)
        as x(path text, blob text, depth int, includes jsonb, targets jsonb, elsewhere jsonb, ignored jsonb)
      on conflict (source, path) do update set blob = excluded.blob, depth = excluded.depth, includes = excluded.includes,
        targets = excluded.targets, elsewhere = excluded.elsewhere, ignored = excluded.ignored
      where (f.blob, f.depth, f.includes, f.targets, f.elsewhere, f.ignored)
        is distinct from (excluded.blob, excluded.depth, excluded.includes, excluded.targets, excluded.elsewhere, excluded.ignored)`),
  );
}
