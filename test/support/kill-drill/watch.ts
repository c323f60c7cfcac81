import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';

export interface Watch {
  /** Something was killed just now: how long does it take until every source has been looked at after that? */
  killed(): void;
  /** Ends watching when every kill has been made up for. */
  settled(): Promise<Watched>;
}

export interface Watched {
  /** How often the catalog was looked at. */
  looks: number;
  /** What was not as it must be at any moment, at most ten of each. */
  wrong: string[];
  /** Milliseconds from each kill until every source had been looked at again. */
  takeovers: number[];
}

interface Moment {
  entities: number;
  holders: number;
  identities: number;
  torn: string[] | null;
  entries: number;
  first: number;
  last: number;
  oldest: Date;
  now: Date;
}

/** Looks at a catalog that always holds `entities`, again and again, each time at one moment of it. */
export function startWatch(db: Db, entities: number): Watch {
  const watched: Watched = { looks: 0, wrong: [], takeovers: [] };
  const open = new Set<Date>();
  let read = 0;
  let ending = false;
  const complain = (what: string) => void (watched.wrong.length < 10 && watched.wrong.push(what));
  const running = (async () => {
    while (!ending || open.size > 0) {
      const moment = await lookAt(db);
      watched.looks += 1;
      if (moment.entities !== entities || moment.holders !== entities || moment.identities !== entities)
        complain(`${moment.entities} entities, ${moment.holders} holders, ${moment.identities} identities instead of ${entities}`);
      if (moment.torn) complain(`half written: ${moment.torn.join(', ')}`);
      if (moment.entries !== moment.last - moment.first + 1) complain(`${moment.entries} entries from ${moment.first} to ${moment.last}`);
      read = await follow(db, read, complain);
      for (const at of open) {
        if (moment.oldest <= at) continue;
        watched.takeovers.push(moment.now.getTime() - at.getTime());
        open.delete(at);
      }
      if (open.size > 0 && moment.now.getTime() - Math.min(...[...open].map((at) => at.getTime())) > 180_000)
        throw new Error('Nobody has taken over after three minutes.');
      await pause(50);
    }
    return watched;
  })();
  running.catch(() => undefined);
  return {
    killed: () => void open.add(new Date()),
    settled() {
      ending = true;
      return running;
    },
  };
}

/** One statement sees one moment. Commits of the repository change all its files; pushes all documents of one. */
async function lookAt(db: Db): Promise<Moment> {
  const [moment] = await db.rows<Moment>(sql`
    select (select count(distinct ref)::int from descriptor) as entities, (select count(*)::int from descriptor where holder) as holders,
      (select count(distinct uid)::int from descriptor) as identities,
      (select array_agg(source) from (
        select source from descriptor group by source having count(distinct entity -> 'metadata' ->> 'description') > 1) torn) as torn,
      (select count(*)::int from catalog_change) as entries, (select coalesce(min(seq), 1)::float8 from catalog_change) as first,
      (select coalesce(max(seq), 0)::float8 from catalog_change) as last,
      (select min(seen_at) from source where parent is null and name <> 'registered') as oldest, now() as now`);
  if (!moment) throw new Error('A statement without a from has one row.');
  return moment;
}

/** Reads the feed as readers do, by number; gives the last. */
async function follow(db: Db, read: number, complain: (what: string) => void): Promise<number> {
  const rows = await db.rows<{ seq: number }>(sql`select seq::float8 as seq from catalog_change where seq > ${read} order by seq`);
  for (const [n, { seq }] of rows.entries()) if (seq !== read + n + 1) complain(`after ${read + n} a reader sees ${seq}`);
  return rows.at(-1)?.seq ?? read;
}
