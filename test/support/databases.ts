import { migrate } from '#db/migrate.ts';
import { openDb, type OpenDb } from '#db/open.ts';
import { sql } from 'drizzle-orm/sql';
import { beforeAll, beforeEach, describe } from 'vitest';
import { startPostgres } from './embedded-postgres.ts';
import { silentLog } from './silent-log.ts';

export { silentLog };

/**
 * Runs a suite on both databases. `open` gives the database, migrated, with all tables empty at the start of each test.
 * Both are booted once for each worker. `SWITCHBOARD_TEST_DATABASE_URL` names another Postgres, where the user may create
 * databases; they are called `switchboard_test_…`.
 */
export function eachDatabase(suite: (name: 'pglite' | 'postgres', open: () => OpenDb) => void): void {
  for (const name of ['pglite', 'postgres'] as const) {
    describe(`on ${name}`, () => onDatabase(name, suite));
  }
}

/** A suite that needs only one of the two. */
export function onDatabase(name: 'pglite' | 'postgres', suite: (name: 'pglite' | 'postgres', open: () => OpenDb) => void): void {
  let open: OpenDb | undefined;
  beforeAll(async () => {
    open = await shared(name);
  });
  beforeEach(async () => {
    if (open) await emptyTables(open);
  });
  suite(name, () => {
    if (!open) throw new Error('The database is there only while a test runs.');
    return open;
  });
}

/** Connection string of an empty Postgres database of one's own, on the server of this worker. */
export async function ownPostgresDatabase(): Promise<string> {
  const server = await postgresUrl();
  // A server that is not ours keeps them: names that come again keep their number small.
  const name = `switchboard_test_${process.env['VITEST_POOL_ID'] ?? '0'}_${(kept.switchboardOwn = (kept.switchboardOwn ?? 0) + 1)}`;
  const admin = await openDb({ kind: 'postgres', url: server, poolSize: 1, log: silentLog });
  await admin.db.rows(sql.raw(`drop database if exists ${name} with (force)`));
  await admin.db.rows(sql.raw(`create database ${name}`));
  await admin.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Empties all tables of the product. */
export async function emptyTables({ db }: OpenDb): Promise<void> {
  const tables = await db.rows<{ name: string }>(sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`);
  if (tables.length > 0) await db.rows(sql.raw(`truncate ${tables.map((table) => table.name).join(', ')}`));
}

// Test files of one worker share modules and globals only partly: the worker's own process is what they surely share.
const kept = globalThis as {
  switchboardOwn?: number;
  switchboardDatabases?: { pglite?: Promise<OpenDb>; postgres?: Promise<OpenDb>; url?: Promise<string> };
};
const booted = (kept.switchboardDatabases ??= {});

function shared(name: 'pglite' | 'postgres'): Promise<OpenDb> {
  return (booted[name] ??= boot(name));
}

async function boot(name: 'pglite' | 'postgres'): Promise<OpenDb> {
  const open =
    name === 'pglite'
      ? await openDb({ kind: 'pglite', folder: 'memory://', log: silentLog })
      : await openDb({ kind: 'postgres', url: await ownPostgresDatabase(), poolSize: 8, log: silentLog });
  await migrate(open);
  return open;
}

function postgresUrl(): Promise<string> {
  const given = process.env['SWITCHBOARD_TEST_DATABASE_URL'];
  return (booted.url ??= given ? Promise.resolve(given) : startPostgres().then((server) => server.url));
}
