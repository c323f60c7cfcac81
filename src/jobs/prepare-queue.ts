import type { Db as BossDb } from 'pg-boss';
import { schemaRefused } from '#db/schema-refused.ts';
import { createBoss } from './create-boss.ts';

/** Makes the job queue's own tables, or brings them to what this version needs; does nothing when they are. */
export async function prepareQueue(options: { boss: BossDb; kind: 'postgres' | 'pglite' }): Promise<void> {
  const boss = createBoss({ ...options, supervise: false });
  const errors: unknown[] = [];
  // Without a listener an error event would end the process.
  boss.on('error', (error) => errors.push(error));
  try {
    await boss.start();
  } catch (error) {
    throw schemaRefused(error);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
  if (errors.length > 0) throw new AggregateError(errors, 'The job queue could not be prepared.');
}
