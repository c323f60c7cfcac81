import { sql } from 'drizzle-orm/sql';
import { oneLine } from '#catalog/descriptor/one-line.ts';
import { formatProblem } from '#catalog/descriptor/format-problem.ts';
import { listHeld } from '#catalog/sync/list-held.ts';
import { readProblems } from '#catalog/sync/read-problems.ts';
import { repositoryLines } from './repository-lines.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

interface SourceStatus {
  name: string;
  type: string;
  head: string | null;
  ok: boolean;
  seenAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  entities: number;
  errors: number;
  warnings: number;
  ignored: Record<string, number>;
  parent: string | null;
  orphanedAt: Date | null;
}

/** Sources with their age, what is wrong with them, and the removals that wait for a confirmation. */
export async function statusVerb({ storage, clock }: VerbDeps, { problems }: VerbInputs['status'], write: Write): Promise<void> {
  const { db } = storage.open;
  const sources = await db.rows<SourceStatus>(sql`
    select s.name, s.type, s.head, s.ok, s.seen_at as "seenAt", s.error_code as "errorCode", s.error_message as "errorMessage",
      s.parent, s.orphaned_at as "orphanedAt",
      (select count(*)::int from descriptor d where d.source = s.name and d.holder) as entities,
      (select count(*)::int from problem p where p.source = s.name and p.severity = 'error') as errors,
      (select count(*)::int from problem p where p.source = s.name and p.severity = 'warning') as warnings,
      coalesce((select jsonb_object_agg(reason, n) from (select i.key as reason, sum(i.value::int)::int as n
        from source_file f, jsonb_each_text(f.ignored) i where f.source = s.name group by i.key) t), '{}') as ignored
    from source s where s.origin ->> 'why' is distinct from 'repository' order by s.position, s.parent nulls first, s.name`);
  const repositories = await repositoryLines(db);
  for (const source of sources)
    for (const line of [...sourceLines(source, clock.now()), ...(repositories.get(source.name) ?? [])]) write(line);
  for (const { source, held } of await listHeld(db)) {
    write(`${source}: ${held.refs.length} removals held back since ${held.at}; apply exactly these with \`switchboard sync --confirm\`:`);
    for (const ref of held.refs) write(`  ${oneLine(ref)}`);
  }
  if (!problems) return;
  for (const problem of await readProblems(db)) write(`${problem.severity} ${problem.source}: ${formatProblem(problem)}`);
}

function sourceLines(source: SourceStatus, now: Date): string[] {
  const seen = source.seenAt ? `seen ${Math.max(0, Math.round((now.getTime() - source.seenAt.getTime()) / 1000))} s ago` : 'never read';
  const at = source.head === null ? '' : ` @ ${source.head.slice(0, 7)}`;
  const ignored = Object.entries(source.ignored).map(([reason, count]) => `${count} ${reason}`);
  const counts = `${source.entities} entities, ${source.errors} errors, ${source.warnings} warnings`;
  const orphaned = source.orphanedAt
    ? [`  named by nothing since ${source.orphanedAt.toISOString()}; leaves the catalog 7 days after that`]
    : [];
  return [
    `${source.parent === null ? '' : '  '}${source.name} (${source.type})${at}: ${counts}, ${seen}${ignored.length > 0 ? `; ignored: ${ignored.join(', ')}` : ''}`,
    ...(source.ok || source.errorCode === null ? [] : [oneLine(`  cannot be read (${source.errorCode}): ${source.errorMessage}`)]),
    ...orphaned,
  ];
}
