import { setTimeout as sleep } from 'node:timers/promises';
import type { Db as BossDb, PgBoss } from 'pg-boss';
import type { Log } from '#core/log.ts';
import { UserError } from '#core/user-error.ts';
import { createBoss } from './create-boss.ts';
import { type ErrandOutput, errandQueue } from './define-errand.ts';

/** Asks processes that work for what this one cannot do. */
export interface Errands {
  /** What it gives. Throws the UserError of whoever does it, or one of ours when nobody takes it up. */
  ask(id: string, asked: object): Promise<unknown>;
  stop(): Promise<void>;
}

const lookMs = 200;

/** `takenMs`: an errand that nobody has begun by then is taken back, so that it is not done when nobody waits any more. */
export function sendErrands(
  { boss: db, kind, log }: { boss: BossDb; kind: 'postgres' | 'pglite'; log: Log },
  bounds = { takenMs: 15_000, doneMs: 58_000 },
): Errands {
  let started: Promise<PgBoss> | undefined;
  const ready = () => (started ??= start({ db, kind, log }).catch(forget));
  function forget(error: unknown): never {
    started = undefined;
    throw error;
  }
  return {
    async ask(id, asked) {
      const boss = await ready();
      await boss.createQueue(id, errandQueue);
      const job = await boss.send(id, asked);
      if (job === null) throw new Error(`${id} could not be queued.`);
      const begun = performance.now();
      for (;;) {
        await sleep(lookMs);
        const found = await boss.getJobById(id, job);
        if (found?.state === 'completed') return outputOf(found.output as unknown as ErrandOutput);
        if (!found || found.state === 'failed' || found.state === 'cancelled') throw new Error(`${id} failed in the process that did it.`);
        const waited = performance.now() - begun;
        if (found.state === 'created' && waited > bounds.takenMs) {
          await boss.cancel(id, job);
          throw nobody;
        }
        if (waited > bounds.doneMs) throw tooLong;
      }
    },
    async stop() {
      const boss = await started?.catch(() => undefined);
      await boss?.stop({ graceful: false, close: false });
    },
  };
}

async function start({ db, kind, log }: { db: BossDb; kind: 'postgres' | 'pglite'; log: Log }): Promise<PgBoss> {
  const boss = createBoss({ boss: db, kind, supervise: false });
  // Without a listener an error event would end the process.
  boss.on('error', (error) => log.warn({ err: error }, 'jobs.trouble'));
  return boss.start();
}

function outputOf(output: ErrandOutput): unknown {
  if ('refused' in output) throw new UserError(output.refused.code, output.refused.message, output.refused.hint);
  return output.done;
}

const nobody = new UserError(
  'nobody-works',
  'No process that reads repositories has taken this up, so nothing was done.',
  'Whoever runs Switchboard should see that one with ROLE=work or ROLE=all is running.',
);
const tooLong = new UserError(
  'errand-too-long',
  'This takes longer than is waited for here.',
  'It may still be done: look again in a minute.',
);
