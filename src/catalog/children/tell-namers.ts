import { createHash } from 'node:crypto';
import type { SourceConfig } from '#core/catalog-config.ts';
import type { NamedPath } from '#core/child-source.ts';
import type { SourceUnavailable } from '#core/descriptor.ts';
import { sql } from 'drizzle-orm/sql';
import type { SyncCtx, SyncReport } from '../sync/sync-source.ts';

/** What whoever wrote the address can put right; a host that is away is nobody's mistake. */
const lasting = new Set<SourceUnavailable['code']>(['not-found', 'refused', 'too-large', 'empty']);

/**
 * A Location that names files of a repository which cannot be read has that problem, at its own file and line: there
 * somebody can correct it. Takes it back once the repository was read.
 */
export async function tellNamers({ db, clock }: SyncCtx, config: SourceConfig, report: SyncReport): Promise<void> {
  const child = config.type === 'git' ? config.child : undefined;
  if (child?.why !== 'location') return;
  const namers = child.paths.flatMap(({ from }) => from ?? []);
  const ordinal = ordinalOf(config.name);
  if (report.outcome === 'unavailable') {
    // A host that is away for a while says nothing of what was wrong before: it would be news again afterwards.
    if (!lasting.has(report.code)) return;
    const rows = firstOfEach(namers).map(({ source, path, line }) => ({ source, path, line, ordinal }));
    await db.rows(sql`
      insert into problem (source, path, ordinal, severity, code, message, fix, line, first_seen_at)
      select x.source, x.path, x.ordinal, 'error', 'target-unread',
        ${`What is named here cannot be read: ${report.message}`}::text, ${report.fix}::text, x.line, ${clock.now()}
      from json_to_recordset(${JSON.stringify(rows)}::json) as x(source text, path text, line int, ordinal int)
      on conflict (source, path, ordinal) do nothing`);
  } else {
    const sources = [...new Set(namers.map(({ source }) => source))];
    await db.rows(sql`delete from problem where source = any(${sql.param(sources)}::text[]) and ordinal = ${ordinal}`);
  }
}

/** Below all that reading a file numbers, and its own for each repository. */
function ordinalOf(child: string): number {
  return -1 - (createHash('sha256').update(child).digest().readUInt32BE() & 0x3fffffff);
}

/** The first line of each file. */
function firstOfEach(namers: readonly NonNullable<NamedPath['from']>[]): NonNullable<NamedPath['from']>[] {
  const files = new Map<string, NonNullable<NamedPath['from']>>();
  for (const one of namers) {
    const key = JSON.stringify([one.source, one.path]);
    const known = files.get(key);
    if (!known || one.line < known.line) files.set(key, one);
  }
  return [...files.values()];
}
