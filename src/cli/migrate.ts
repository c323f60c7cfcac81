import { createLog } from '#app/create-log.ts';
import { openStorage } from '#app/open-storage.ts';
import { UserError } from '#core/user-error.ts';
import { migrate } from '#db/migrate.ts';
import { openDb, type OpenDb } from '#db/open.ts';
import { prepareQueue } from '#jobs/prepare-queue.ts';
import { type Config, readConfig } from '../config.ts';

/** An index on a table that has grown takes its time, and nobody waits for an answer. */
const statementMs = 3600_000;

/** `switchboard migrate`: for a role of its own that may change the schema; everything else does it at its start too. */
export async function migrateDatabase(): Promise<void> {
  const config = readConfig();
  const database = await openDatabase(config);
  try {
    const ran = await migrate(database.open);
    await prepareQueue(database.open);
    console.log(ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The schema is the newest already.');
  } finally {
    await database.close();
  }
}

/** The embedded database is one process's. A Postgres is not, so whoever serves on this machine may go on with another role. */
async function openDatabase(config: Config): Promise<{ open: OpenDb; close(): Promise<void> }> {
  const log = createLog(config);
  if (config.env.databaseUrl) {
    const open = await openDb({ kind: 'postgres', url: config.env.databaseUrl, poolSize: 2, log, statementMs });
    return { open, close: () => open.close() };
  }
  const storage = await openStorage(config, log);
  if (!('other' in storage)) return storage;
  throw new UserError('already-running', 'The Switchboard that is running here has migrated its database.', 'Nothing is left to do.');
}
