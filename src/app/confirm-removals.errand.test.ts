import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { UserError } from '#core/user-error.ts';
import { sendErrands } from '#jobs/send-errands.ts';
import { startJobs } from '#jobs/start-jobs.ts';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { confirmRemovalsErrand, distantConfirmation } from './confirm-removals.errand.ts';

onDatabase('pglite', (_name, open) => {
  test('what an administrator confirms at a process that only answers is done by one that works', async () => {
    const { boss, kind, db } = open();
    const done: string[] = [];
    const errand = confirmRemovalsErrand({
      async confirmRemovals(source, id) {
        if (source !== 'shop') throw new UserError('source-unknown', `No source is called ${source}.`, 'Name another.');
        done.push(id);
        return { outcome: 'unavailable', source, code: 'timeout', message: 'It did not answer.', fix: 'Try again.' };
      },
    });
    const jobs = await startJobs({ boss, kind, jobs: [], errands: [errand], ctx: { db, log: silentLog, clock: systemClock } });
    const errands = sendErrands({ boss, kind, log: silentLog });
    onTestFinished(async () => {
      await errands.stop();
      await jobs.stop(2000);
    });
    const confirm = distantConfirmation(errands);
    expect(await confirm('shop', '06a2ff98d73c')).toMatchObject({ outcome: 'unavailable', source: 'shop', fix: 'Try again.' });
    expect(done).toEqual(['06a2ff98d73c']);
    await expect(confirm('shpo', 'x')).rejects.toMatchObject({ code: 'source-unknown', hint: 'Name another.' });
  });
});
