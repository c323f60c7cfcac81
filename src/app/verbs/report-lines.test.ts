import { expect, test } from 'vitest';
import { childLines, reportLines } from './report-lines.ts';

const facts = {
  source: 'shop',
  full: false,
  head: 'a'.repeat(40),
  counts: { added: 1, changed: 0, moved: 0, renamed: 0, removed: 2, disputed: 0 },
  errors: 1,
  warnings: 0,
  held: null,
};

test('what a sync did, on one line; what it would do, line by line', () => {
  expect(reportLines({ outcome: 'synced', ...facts })).toEqual([
    'shop @ aaaaaaa: 1 added, 2 removed; 1 errors, 0 warnings in what was read',
  ]);
  expect(reportLines({ outcome: 'planned', ...facts, lines: ['added component:default/pay'] })[1]).toBe('  added component:default/pay');
});

test('what files and hosts say cannot repaint the terminal', () => {
  const planned = reportLines({ outcome: 'planned', ...facts, lines: ['changed owner: a → \u001b[2Jb\u202E'] });
  const refused = reportLines({ outcome: 'unavailable', source: 'shop', code: 'failed', message: 'fatal: \u009b31m', fix: 'Look.' });
  expect([...planned, ...refused].join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('a few repositories are named, thousands are counted, and of those that failed twenty are named', () => {
  const repository = (n: number) => ({ outcome: 'synced' as const, ...facts, source: `acme/r${n}` });
  const failed = (n: number) => ({
    outcome: 'unavailable' as const,
    source: `acme/f${n}`,
    code: 'timeout' as const,
    message: 'Slow.',
    fix: '',
  });
  expect(childLines('acme', [repository(1), failed(1)])).toEqual([
    'acme/r1 @ aaaaaaa: 1 added, 2 removed; 1 errors, 0 warnings in what was read',
    'acme/f1: could not be read (timeout): Slow. ',
  ]);
  const many = Array.from({ length: 3000 }, (_, n) => n);
  const lines = childLines('acme', [...many.map(repository), ...many.slice(0, 25).map(failed)]);
  expect(lines[0]).toBe('acme: 3000 repositories read: 3000 added, 6000 removed; 3000 errors, 0 warnings in what was read');
  expect(lines).toHaveLength(1 + 20 + 1);
  expect(lines.at(-1)).toBe('and 5 more could not be read');
});
