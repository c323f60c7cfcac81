import { expect, it } from 'vitest';
import { atOnce, inSlices, type Steps } from './steps.ts';

function* count(to: number, each: () => void = () => undefined): Steps<number> {
  let sum = 0;
  for (let number = 1; number <= to; number += 1) {
    sum += number;
    each();
    yield;
  }
  return sum;
}

it('does the same at once and in slices', async () => {
  expect(atOnce(count(1_000))).toBe(500_500);
  expect(await inSlices(count(1_000))).toBe(500_500);
});

it('lets others have their turn long before it is done', async () => {
  let others = 0;
  const other = () => {
    others += 1;
    if (others < 100) setImmediate(other);
  };
  setImmediate(other);
  const busy = () => {
    const until = performance.now() + 5;
    while (performance.now() < until);
  };
  atOnce(count(10, busy));
  expect(others).toBe(0);
  await inSlices(count(40, busy));
  expect(others).toBeGreaterThan(5);
});

it('hands on what goes wrong', async () => {
  const broken = () => count(3, () => expect.unreachable('broken'));
  expect(() => atOnce(broken())).toThrow('broken');
  await expect(inSlices(broken())).rejects.toThrow('broken');
});
