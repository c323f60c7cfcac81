import { expect, test } from 'vitest';
import { reportLines } from './report-lines.ts';

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
