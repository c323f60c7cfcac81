import { sql } from 'drizzle-orm';
import type { Db } from '#core/db.ts';
import type { Person } from './person.ts';

/** Where people are kept between processes: the `person` table, through whatever database there is. */
export interface PersonStore {
  load(): Promise<Person[]>;
  save(people: readonly Person[]): Promise<void>;
}

interface Row {
  team_id: string;
  user_id: string;
  kind: string;
  email: string | null;
  name: string | null;
  timezone: string | null;
  fetched_at: Date | string;
}

const batch = 500;

export function personRows(db: Db): PersonStore {
  return {
    async load() {
      const rows = await db.rows<Row>(sql`select team_id, user_id, kind, email, name, timezone, fetched_at from person`);
      return rows.map(fromRow);
    },
    async save(people) {
      for (let from = 0; from < people.length; from += batch) await upsert(db, people.slice(from, from + batch));
    },
  };
}

/** Of two processes' knowledge the younger stays. */
async function upsert(db: Db, people: readonly Person[]): Promise<void> {
  const values = people.map(
    (one) => sql`(${one.teamId}, ${one.userId}, ${one.kind}, ${one.email ?? null}, ${one.name ?? null}, ${one.timezone ?? null},
      ${one.fetchedAt.toISOString()}::timestamptz)`,
  );
  await db.rows(sql`insert into person (team_id, user_id, kind, email, name, timezone, fetched_at)
    values ${sql.join(values, sql`, `)}
    on conflict (team_id, user_id) do update set kind = excluded.kind, email = excluded.email, name = excluded.name,
      timezone = excluded.timezone, fetched_at = excluded.fetched_at
    where person.fetched_at < excluded.fetched_at`);
}

function fromRow(row: Row): Person {
  return {
    teamId: row.team_id,
    userId: row.user_id,
    kind: row.kind === 'member' || row.kind === 'guest' ? row.kind : 'external',
    ...(row.email && { email: row.email }),
    ...(row.name && { name: row.name }),
    ...(row.timezone && { timezone: row.timezone }),
    fetchedAt: new Date(row.fetched_at),
  };
}
