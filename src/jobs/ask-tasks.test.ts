import { expect, it, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { eachDatabase, silentLog } from '../../test/support/databases.ts';
import { createAsks } from './ask-tasks.ts';
import type { Task } from './define-task.ts';
import { startJobs } from './start-jobs.ts';

eachDatabase((_name, open) => {
  it('what is asked for many times is done once, together, and again when it fails', async () => {
    const { boss, kind, db } = open();
    const runs: string[][] = [];
    let away = true;
    const task: Task = {
      id: 'test.look',
      together: 10,
      run: (_ctx, keys) => {
        runs.push([...keys].sort());
        return away ? Promise.reject(new Error('Away.')) : Promise.resolve();
      },
    };
    const asks = createAsks({ boss, kind, log: silentLog });
    await asks.ask(task, ['a', 'b', 'a']);
    for (let i = 0; i < 20; i += 1) await asks.ask(task, ['b', 'c']);
    const jobs = await startJobs({ boss, kind, jobs: [], tasks: [task], ctx: { db, log: silentLog, clock: systemClock } });
    await vi.waitFor(() => expect(runs[0]).toEqual(['a', 'b', 'c']), { timeout: 10_000 });
    away = false;
    expect(runs).toHaveLength(1);
    await asks.ask(task, ['d']);
    await vi.waitFor(() => expect(runs.flat()).toContain('d'), { timeout: 10_000 });
    await jobs.stop(2000);
    await asks.close();
  });
});
