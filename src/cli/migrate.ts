import { createLog } from '#app/create-log.ts';
import { openStorage } from '#app/open-storage.ts';
import { UserError } from '#core/user-error.ts';
import { migrate } from '#db/migrate.ts';
import { readConfig } from '../config.ts';

/** `switchboard migrate`: for a role of its own that may change the schema; everything else does it at its start too. */
export async function migrateDatabase(): Promise<void> {
  const config = readConfig();
  const storage = await openStorage(config, createLog(config));
  if ('other' in storage)
    throw new UserError('already-running', 'The Switchboard that is running here has migrated its database.', 'Nothing is left to do.');
  try {
    const ran = await migrate(storage.open);
    console.log(ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The schema is the newest already.');
  } finally {
    await storage.close();
  }
}
