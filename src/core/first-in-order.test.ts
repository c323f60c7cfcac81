import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstInOrder } from './first-in-order.ts';

test('the first are those that sorting all would bring to the front, however many are wanted', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 120 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 130 }), (all, most) => {
      const items = all.map((n, at) => ({ n, at }));
      const byNumber = (a: { n: number }, b: { n: number }) => a.n - b.n;
      // Of those that are alike, the one that comes first.
      expect(firstInOrder(items, most, byNumber)).toEqual(items.toSorted(byNumber).slice(0, most));
    }),
  );
});
