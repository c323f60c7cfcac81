import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { OpenDb } from './open.ts';
import { schemaRefused } from './schema-refused.ts';

/**
 * Brings the database to the newest schema, in one transaction, and gives the names of the migrations that ran. Several
 * replicas may call it at once: the first does it, the others wait and find nothing to do. When there is nothing to do
 * it costs one statement. Throws UserError `schema-refused` when the role may not do it. Keeps drizzle's own book (`drizzle.__drizzle_migrations`), so its tools agree.
 */
export async function migrate({ db }: Pick<OpenDb, 'db'>): Promise<string[]> {
  const wanted = await readJournal();
  const newest = wanted.at(-1)?.when ?? 0;
  try {
    return (await lastApplied(db)) >= newest ? [] : await applyDue(db, wanted);
  } catch (error) {
    throw schemaRefused(error);
  }
}

function applyDue(db: Db, wanted: readonly JournalEntry[]): Promise<string[]> {
  return db.transaction(async (tx) => {
    // drizzle's own migrate takes no lock: replicas that start together would each create the tables.
    await tx.rows(sql`select pg_advisory_xact_lock(${migrationLock})`);
    await tx.rows(sql`create schema if not exists drizzle`);
    await tx.rows(
      sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    const applied = await lastApplied(tx);
    const due = wanted.filter((entry) => entry.when > applied);
    for (const entry of due) await apply(tx, entry);
    return due.map((entry) => entry.tag);
  });
}

/** Any number that no other part of the product locks. */
const migrationLock = 7_236_001;
const folder = new URL('../../drizzle/', import.meta.url);

interface JournalEntry {
  tag: string;
  /** Milliseconds; also the order. */
  when: number;
}

async function readJournal(): Promise<JournalEntry[]> {
  const journal = JSON.parse(await readFile(new URL('meta/_journal.json', folder), 'utf8')) as { entries: JournalEntry[] };
  return journal.entries.toSorted((a, b) => a.when - b.when);
}

async function lastApplied(db: Db): Promise<number> {
  try {
    const [row] = await db.rows<{ last: number | null }>(sql`select max(created_at)::float8 as last from drizzle.__drizzle_migrations`);
    return row?.last ?? 0;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** No such table or schema. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
}

async function apply(tx: Db, entry: JournalEntry): Promise<void> {
  const text = await readFile(new URL(`${entry.tag}.sql`, folder), 'utf8');
  for (const statement of text.split('--> statement-breakpoint')) await tx.rows(sql.raw(statement));
  const hash = createHash('sha256').update(text).digest('hex');
  await tx.rows(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${entry.when})`);
}
