import { expect, test } from 'vitest';
import type { Commits, FileCommit } from '#core/commits.ts';
import { silentLog } from '../../../test/support/databases.ts';
import { rememberCommits } from './remember-commits.ts';

const one = { path: 'a.yaml', from: 'a', to: 'b' };
const two = { path: 'a.yaml', from: 'b', to: 'c' };
const ann: FileCommit[] = [{ commit: 'b', author: 'Ann' }];

/** Answers when told to. */
function slowCommits() {
  const asked: { source: string; paths: number; answer: (found: (FileCommit[] | undefined)[] | Error) => void }[] = [];
  const commits: Commits = {
    of: (source, questions) =>
      new Promise((resolve, reject) =>
        asked.push({
          source,
          paths: questions.length,
          answer: (found) => (found instanceof Error ? reject(found) : resolve(found)),
        }),
      ),
  };
  return { asked, remembering: rememberCommits(commits, silentLog) };
}

test('what is under way or known is not asked again, whether or not it could be told; what failed is', async () => {
  const { asked, remembering } = slowCommits();
  const first = remembering.of('main', [one]);
  const both = remembering.of('main', [one, two]);
  expect(asked.map(({ paths }) => paths)).toEqual([1, 1]);
  asked[0]?.answer([ann]);
  asked[1]?.answer([undefined]);
  expect(await first).toEqual([ann]);
  expect(await both).toEqual([ann, undefined]);
  expect(await remembering.of('main', [two, one])).toEqual([undefined, ann]);
  expect(asked).toHaveLength(2);

  const elsewhere = remembering.of('other', [one]);
  asked[2]?.answer(new Error('away'));
  expect(await elsewhere).toEqual([undefined]);
  const again = remembering.of('other', [one]);
  asked[3]?.answer([ann]);
  expect(await again).toEqual([ann]);
});

test('many who ask at a time are not asked for all at once', async () => {
  const { asked, remembering } = slowCommits();
  const waiting = ['a', 'b', 'c', 'd'].map((source) => remembering.of(source, [one]));
  expect(await remembering.of('e', [one])).toEqual([undefined]);
  for (const { answer } of asked) answer([ann]);
  await Promise.all(waiting);
  expect(asked).toHaveLength(4);
  const later = remembering.of('e', [one]);
  asked[4]?.answer([ann]);
  expect(await later).toEqual([ann]);
});
