import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { oneLine } from '#catalog/descriptor/one-line.ts';

interface Repositories {
  parent: string;
  all: number;
  filed: number;
  entities: number;
  errors: number;
  warnings: number;
  waiting: number;
  failing: number;
  orphaned: number;
}

/** More names than this help nobody. */
export const fewNames = 20;

/** Organisation → what is to be said of its repositories: counts, and the names of some that cannot be read. */
export async function repositoryLines(db: Db): Promise<Map<string, string[]>> {
  const organisations = await db.rows<Repositories>(sql`
    with repository as (select * from source where origin ->> 'why' = 'repository'),
      filed as (select distinct source from source_file),
      entities as (select source, count(*) as n from descriptor where holder group by source),
      problems as (select source, count(*) filter (where severity = 'error') as errors,
        count(*) filter (where severity = 'warning') as warnings from problem group by source)
    select r.parent, count(*)::int as all, count(f.source)::int as filed, coalesce(sum(e.n), 0)::int as entities,
      coalesce(sum(p.errors), 0)::int as errors, coalesce(sum(p.warnings), 0)::int as warnings,
      count(*) filter (where r.synced_at is null and r.error_code is null)::int as waiting,
      count(*) filter (where not r.ok and r.error_code is not null and r.orphaned_at is null)::int as failing,
      count(*) filter (where r.orphaned_at is not null)::int as orphaned
    from repository r left join filed f on f.source = r.name left join entities e on e.source = r.name
      left join problems p on p.source = r.name
    group by r.parent`);
  const failing = await db.rows<{ parent: string; name: string; code: string; message: string }>(sql`
    select parent, name, code, message from (
      select parent, name, error_code as code, error_message as message, row_number() over (partition by parent order by name) as n
      from source where origin ->> 'why' = 'repository' and not ok and error_code is not null and orphaned_at is null) x
    where n <= ${fewNames} order by name`);
  const named = Map.groupBy(failing, ({ parent }) => parent);
  return new Map(
    organisations.map((organisation) => {
      const names = (named.get(organisation.parent) ?? []).map(
        ({ name, code, message }) => `    ${name} cannot be read (${code}): ${message}`,
      );
      const more = organisation.failing - names.length;
      const lines = [countLine(organisation), ...names, ...(more > 0 ? [`    and ${more} more`] : [])];
      return [organisation.parent, lines.map(oneLine)];
    }),
  );
}

function countLine(counts: Repositories): string {
  const { all, filed, entities, errors, warnings, waiting, failing, orphaned } = counts;
  const rest = [
    ...(waiting > 0 ? [`${waiting} not read yet`] : []),
    ...(failing > 0 ? [`${failing} cannot be read`] : []),
    ...(orphaned > 0 ? [`${orphaned} gone, kept for 7 days`] : []),
  ];
  const found = `${entities} entities, ${errors} errors, ${warnings} warnings`;
  return `  ${all} repositories, ${filed} with a catalog file: ${found}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}`;
}
