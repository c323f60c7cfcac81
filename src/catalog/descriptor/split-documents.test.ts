import { expect, test } from 'vitest';
import { splitDocuments } from './split-documents.ts';

test('every sort of line end ends a line, wherever the next one of another sort is', () => {
  const text = 'a: 1\r---\rb: 2\r\n---\r\nc: 3\n---\nd: 4\r';
  expect(splitDocuments(text, 10).map(({ text: document }) => document)).toEqual([
    'a: 1\r',
    '---\rb: 2\r\n',
    '---\r\nc: 3\n',
    '---\nd: 4\r',
  ]);
  expect(splitDocuments(text, 10).map(({ base }) => base)).toEqual([0, 5, 15, 25]);
});

test('ten times the documents cost about ten times as much, not a hundred times', () => {
  const document = '---\nkind: Group\nmetadata:\n  name: some-team\nspec:\n  type: team\n';
  const cost = (count: number): number => {
    const text = document.repeat(count);
    const started = performance.now();
    expect(splitDocuments(text, count + 1)).toHaveLength(count);
    return performance.now() - started;
  };
  cost(3_000);
  // The best of many: what else the machine does must not count.
  const best = (count: number) => Math.min(...Array.from({ length: 12 }, () => cost(count)));
  expect(best(30_000) / best(3_000)).toBeLessThan(50);
});
