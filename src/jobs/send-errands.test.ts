import { expect, it } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { UserError } from '#core/user-error.ts';
import { eachDatabase, silentLog } from '../../test/support/databases.ts';
import type { Errand } from './define-errand.ts';
import { sendErrands } from './send-errands.ts';
import { startJobs } from './start-jobs.ts';

eachDatabase((_name, open) => {
  it('is done by a process that works, and what comes of it comes back: an answer, a refusal, or a bug', async () => {
    const { boss, kind, db } = open();
    const errand: Errand<{ about: string }> = {
      id: 'test.errand',
      run: async (_ctx, { about }) => {
        if (about === 'refused') throw new UserError('not-there', 'It is not there.', 'Name another.');
        if (about === 'broken') throw new Error('A bug.');
        return { read: about };
      },
    };
    const jobs = await startJobs({ boss, kind, jobs: [], errands: [errand as Errand], ctx: { db, log: silentLog, clock: systemClock } });
    const errands = sendErrands({ boss, kind, log: silentLog });
    const asked = await Promise.allSettled(['shop', 'refused', 'broken'].map((about) => errands.ask('test.errand', { about })));
    expect(asked).toMatchObject([
      { value: { read: 'shop' } },
      { reason: { code: 'not-there', message: 'It is not there.', hint: 'Name another.' } },
      { reason: { message: 'test.errand failed in the process that did it.' } },
    ]);
    await errands.stop();
    await jobs.stop(2000);
  });

  it('is taken back when nobody works, so that it is not done when nobody waits any more', async () => {
    const { boss, kind, db } = open();
    const hasty = sendErrands({ boss, kind, log: silentLog }, { takenMs: 300, doneMs: 5_000 });
    await expect(hasty.ask('test.late', { about: 'shop' })).rejects.toMatchObject({ code: 'nobody-works' });
    let done = 0;
    const errand: Errand = { id: 'test.late', run: async () => (done += 1) };
    const jobs = await startJobs({ boss, kind, jobs: [], errands: [errand], ctx: { db, log: silentLog, clock: systemClock } });
    const errands = sendErrands({ boss, kind, log: silentLog });
    expect(await errands.ask('test.late', {})).toBe(1);
    await hasty.stop();
    await errands.stop();
    await jobs.stop(2000);
  });
});
