import type { Db as BossDb, PgBoss } from 'pg-boss';
import type { Log } from '#core/log.ts';
import { createBoss } from './create-boss.ts';
import { type Task, taskQueue } from './define-task.ts';

/** Asks for tasks, in whichever process works. */
export interface Asks {
  /** Resolves when they are queued, each key once; rejects while the database is away. */
  ask(task: Pick<Task, 'id'>, keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects when it is first asked, so that who never asks pays nothing. */
export function createAsks(options: { boss: BossDb; kind: 'postgres' | 'pglite'; log: Log }): Asks {
  let opening: Promise<PgBoss> | undefined;
  const made = new Set<string>();

  async function open(): Promise<PgBoss> {
    const boss = createBoss({ ...options, supervise: false });
    // Without a listener an error event would end the process; what fails rejects by itself.
    boss.on('error', (error) => options.log.debug({ err: error }, 'jobs.ask'));
    await boss.start();
    return boss;
  }

  return {
    async ask({ id }, keys) {
      if (keys.length === 0) return;
      opening ??= open();
      const boss = await opening.catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      if (!made.has(id)) await boss.createQueue(id, taskQueue);
      made.add(id);
      await boss.insert(
        id,
        [...new Set(keys)].map((key) => ({ data: { key }, singletonKey: key })),
      );
    },
    async close() {
      const boss = await opening?.catch(() => undefined);
      await boss?.stop({ graceful: false, close: false });
    },
  };
}
