import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createReplayStore } from './replay-store.ts';

const signature = (n: number | string) => createHash('sha256').update(String(n)).digest();

test('a signature counts once, and again only after six minutes', () => {
  const store = createReplayStore(8);
  expect(store.claim(signature('a'), 0)).toBe(true);
  expect(store.claim(signature('a'), 5 * 60_000)).toBe(false);
  expect(store.claim(signature('b'), 5 * 60_000)).toBe(true);
  expect(store.claim(signature('a'), 6 * 60_000)).toBe(true);
  expect(store.claim(signature('b'), 6 * 60_000)).toBe(false);
  expect(store.counts).toEqual({ held: 2, dropped: 0 });
});

test('a flood of 250,000 keeps the newest 200,000, counts the others, and stays cheap', () => {
  const store = createReplayStore(200_000);
  const signatures = Array.from({ length: 250_000 }, (_, n) => signature(n));
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  const claimed = signatures.filter((one) => store.claim(one, 1000)).length;
  const microseconds = ((performance.now() - began) * 1000) / signatures.length;
  expect(claimed).toBe(250_000);
  expect(store.counts).toEqual({ held: 200_000, dropped: 50_000 });
  expect(store.claim(signature(249_999), 1000)).toBe(false);
  expect(store.claim(signature(50_000), 1000)).toBe(false);
  expect(store.claim(signature(0), 1000)).toBe(true);
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(80);
  // Walking over deleted entries would cost a hundred times as much.
  expect(microseconds).toBeLessThan(50);
});

test('a flood that is over leaves nothing behind', () => {
  const store = createReplayStore(1000);
  for (let n = 0; n < 1500; n += 1) store.claim(signature(n), 0);
  store.claim(signature('later'), 6 * 60_000);
  expect(store.counts).toEqual({ held: 1, dropped: 500 });
});
