import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { ProposalWish } from '#core/proposals.ts';
import { UserError } from '#core/user-error.ts';
import { sendErrands } from '#jobs/send-errands.ts';
import { startJobs } from '#jobs/start-jobs.ts';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { opened, paperProposals } from '../../test/support/paper-proposals.ts';
import { distantProposals, proposeErrand } from './propose.errand.ts';

onDatabase('pglite', (_name, open) => {
  test('what is proposed at a process that only answers is proposed by one that works, and a refusal comes back as it is', async () => {
    const { boss, kind, db } = open();
    const paper = paperProposals(opened);
    const errand = proposeErrand({
      propose: (wish) =>
        wish.was === 'stale' ? Promise.reject(new UserError('edit-changed', 'It says something else.', 'Look.')) : paper.propose(wish),
    });
    const jobs = await startJobs({ boss, kind, jobs: [], errands: [errand], ctx: { db, log: silentLog, clock: systemClock } });
    const errands = sendErrands({ boss, kind, log: silentLog });
    onTestFinished(async () => {
      await errands.stop();
      await jobs.stop(2000);
    });
    const wish: ProposalWish = {
      target: { ref: 'component:default/pay', source: 'acme', path: 'catalog-info.yaml', doc: 0 },
      edit: { field: 'link', url: 'https://a.example', title: 'A' },
      by: { userId: 'U0ANA', name: 'Ana' },
      reviewers: ['acme/team-a'],
    };
    const distant = distantProposals(errands);
    expect(await distant.propose(wish)).toEqual(opened);
    expect(paper.wishes).toEqual([wish]);
    await expect(distant.propose({ ...wish, was: 'stale' })).rejects.toMatchObject({ code: 'edit-changed', hint: 'Look.' });
  });
});
