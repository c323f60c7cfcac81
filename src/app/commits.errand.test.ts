import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Commits } from '#core/commits.ts';
import { sendErrands } from '#jobs/send-errands.ts';
import { startJobs } from '#jobs/start-jobs.ts';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { commitsErrand, distantCommits } from './commits.errand.ts';

onDatabase('pglite', (_name, open) => {
  test('a process that only answers is told by one that works who wrote something, and what cannot be told', async () => {
    const { boss, kind, db } = open();
    const commits: Commits = {
      of: async (source, questions) => questions.map(({ path, to }) => (path === 'a.yaml' ? [{ commit: to, author: source }] : undefined)),
    };
    const jobs = await startJobs({
      boss,
      kind,
      jobs: [],
      errands: [commitsErrand(commits)],
      ctx: { db, log: silentLog, clock: systemClock },
    });
    const errands = sendErrands({ boss, kind, log: silentLog });
    onTestFinished(async () => {
      await errands.stop();
      await jobs.stop(2000);
    });
    const asked = ['a.yaml', 'b.yaml'].map((path) => ({ path, from: 'h1', to: 'h2' }));
    expect(await distantCommits(errands).of('main', asked)).toEqual([[{ commit: 'h2', author: 'main' }], undefined]);
  });
});
