import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, emptyWord, spell } from './edit-distance.ts';

const distance = (a: string, b: string, limit = 9) => editDistance(spell(a, emptyWord()), spell(b, emptyWord()), limit);

test('each kind of slip is one edit, a swap of neighbours too', () => {
  expect(distance('payments', 'payments')).toBe(0);
  expect(distance('paymnts', 'payments')).toBe(1);
  expect(distance('paymentss', 'payments')).toBe(1);
  expect(distance('paymemts', 'payments')).toBe(1);
  expect(distance('paymetns', 'payments')).toBe(1);
  expect(distance('yapments', 'payments')).toBe(2);
});

test('blanks, dots and underscores count as dashes', () => {
  expect(distance('card risk_api.v2', 'card-risk-api-v2')).toBe(0);
});

test('what is farther than the limit is said to be just beyond it', () => {
  expect(distance('abcdef', 'uvwxyz', 2)).toBe(3);
  expect(distance('a', 'abcdef', 2)).toBe(3);
});

test('agrees with the whole table of the textbook, whatever the limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 5 }), (a, b, limit) => {
      expect(distance(a, b, limit)).toBe(Math.min(wholeTable(a, b), limit + 1));
    }),
    { numRuns: 3000 },
  );
});

/** Every cell, straight from the definition. */
function wholeTable(a: string, b: string): number {
  const cost = (i: number, j: number): number => table[i]?.[j] ?? Infinity;
  const table: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = (table[i] = []);
    for (let j = 0; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] =
        i === 0 || j === 0
          ? i + j
          : Math.min(cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + same, swapped ? cost(i - 2, j - 2) + 1 : Infinity);
    }
  }
  return cost(a.length, b.length);
}
