import { expect, test } from 'vitest';
import type { Commits, FileQuestion } from '#core/commits.ts';
import { writeFeed } from '#catalog/sync/write-feed.ts';
import { onDatabase } from '../../../test/support/databases.ts';
import { findWriters } from './find-writers.ts';
import type { Moment } from './read-history.ts';

const uid = '00000000-0000-4000-8000-000000000001';

onDatabase('pglite', (_name, open) => {
  test('asks from the head that this source was read at before, else from the one of what is known of the thing itself', async () => {
    const { db } = open();
    const at = new Date('2026-11-01T10:00:00Z');
    const row = (source: string, commit: string) =>
      ({ source, uid, ref: 'component:default/pay', op: 'changed', field: 'owner', before: 'a', after: 'b', commit }) as const;
    await writeFeed(db, [row('main', 'm1'), row('other', 'o1'), row('main', 'm2'), row('main', 'm2'), row('other', 'o2')], at);
    const moment = (seq: number, commit: string, op = 'changed'): Moment => ({
      at,
      seq,
      source: 'main',
      path: 'a.yaml',
      ref: 'component:default/pay',
      commit,
      steps: [{ op, field: null, before: null, after: null }],
    });
    const asked: FileQuestion[] = [];
    const commits: Commits = {
      of: async (_, questions) => {
        asked.push(...questions);
        return questions.map(({ to }) => [{ commit: to, author: 'Ann' }]);
      },
    };
    const [far, near, first] = [moment(90_000, 'm9'), moment(4, 'm2'), moment(1, 'm1')];
    const written = await findWriters(db, commits, [moment(90_001, 'm9', 'removed'), far, near, first]);
    expect(asked).toEqual([
      { path: 'a.yaml', from: 'm2', to: 'm9' },
      { path: 'a.yaml', from: 'm1', to: 'm2' },
    ]);
    expect([...written.keys()]).toEqual([far, near]);
  });
});
