import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import type { Directory, SourceFacts } from '#core/directory.ts';
import { sql } from 'drizzle-orm/sql';
import type { OpenDb } from '#db/open.ts';
import type { Readings } from '#http/metrics.ts';
import { readQueueDepths } from '#jobs/read-queue-depths.ts';

export interface ReadingDeps {
  directory: Directory | undefined;
  open: OpenDb;
  clock: Clock;
}

/** Numbers that come later than this are left out: whoever collects them must hear that we are up. */
const patienceMs = 2_000;

/** How things are: what memory knows, and what the database says if it says so in time. Never rejects. */
export async function takeReadings(deps: ReadingDeps): Promise<Readings> {
  const [problems, queues] = await Promise.all([inTime(readProblemCounts(deps.open)), inTime(readQueueDepths(deps.open.boss))]);
  const now = deps.clock.now().getTime();
  const { freshness } = deps.directory ?? {};
  return {
    entities: deps.directory?.size ?? 0,
    catalogAgeSeconds: freshness && freshness.from !== 'database' ? (now - freshness.asOf.getTime()) / 1000 : 0,
    sources: readSources(deps.directory?.sources() ?? [], now),
    ...(problems && { problems }),
    ...(queues && { queues }),
  };
}

/** An organisation has thousands of repositories, each a source: the one that lags most speaks for all. Nobody looks at orphans. */
function readSources(sources: readonly SourceFacts[], now: number): Readings['sources'] {
  const families = Map.groupBy(
    sources.filter(({ orphanedAt }) => !orphanedAt),
    ({ name, parent }) => parent ?? name,
  );
  return [...families].map(([name, members]) => ({
    name,
    lagSeconds: Math.max(...members.map(({ seenAt }) => (seenAt ? Math.max(0, now - seenAt.getTime()) / 1000 : Infinity))),
    everySeconds: Math.max(...members.map(({ everyMs }) => everyMs)) / 1000,
  }));
}

async function readProblemCounts({ db }: OpenDb): Promise<Record<string, number>> {
  const rows = await db.rows<{ severity: string; count: number }>(
    sql`select severity, count(*)::int as count from problem group by severity`,
  );
  return { error: 0, warning: 0, ...Object.fromEntries(rows.map(({ severity, count }) => [severity, count])) };
}

function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work.catch(() => undefined), sleep(patienceMs, undefined, { ref: false })]);
}
