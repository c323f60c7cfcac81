import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import { eachDatabase } from '../../test/support/databases.ts';
import { claimRows } from './claim-rows.ts';

const keys = (count: number) => Array.from({ length: count }, (_, n) => `event:T1:E${n}`);

/** The same database, with the number of statements under way and made. */
function watched(db: Db, seen = { made: 0, now: 0, most: 0 }): { db: Db; seen: { made: number; now: number; most: number } } {
  const rows: Db['rows'] = async (statement) => {
    seen.made += 1;
    seen.most = Math.max(seen.most, (seen.now += 1));
    return await db.rows<never>(statement).finally(() => (seen.now -= 1));
  };
  return { seen, db: { ...db, rows } };
}

eachDatabase((_name, open) => {
  test('two processes that claim the same thousand keys in opposite orders share them, with few statements', async () => {
    const [one, two] = [watched(open().db), watched(open().db)];
    const [first, second] = [claimRows(one.db, systemClock), claimRows(two.db, systemClock)];
    const asked = keys(1000);
    const [ours, theirs] = await Promise.all([
      Promise.all(asked.map((key) => first.claim(key))),
      Promise.all(asked.toReversed().map((key) => second.claim(key))),
    ]);
    const back = theirs.toReversed();
    expect(ours.filter((taken, n) => taken === back[n])).toEqual([]);
    expect(one.seen.made + two.seen.made).toBeLessThan(20);
  });

  test('a key that is asked for twice at once belongs to the first who asked', async () => {
    const claims = claimRows(open().db, systemClock);
    expect(await Promise.all(['a', 'b', 'a'].map((key) => claims.claim(key)))).toEqual([true, true, false]);
    await claims.release('a');
    expect(await claims.claim('a')).toBe(true);
  });
});

test('while the database hangs, claims take four connections at most, a bounded number waits, and all of it goes on afterwards', async () => {
  const held: (() => void)[] = [];
  const hanging = { rows: () => new Promise((resolve) => held.push(() => resolve([]))) } as unknown as Db;
  const { db, seen } = watched(hanging);
  const claims = claimRows(db, systemClock);
  // One statement after the other takes what has come by then; after the fourth the rest waits.
  const early: Promise<boolean>[] = [];
  for (let n = 0; n < 4; n++) {
    early.push(claims.claim(`early-${n}`));
    await expect.poll(() => held.length).toBe(n + 1);
  }
  const late = await Promise.allSettled(keys(5000).map((key) => Promise.race([claims.claim(key), settledSoon()])));
  expect(seen).toEqual({ made: 4, now: 4, most: 4 });
  expect(late.filter(({ status }) => status === 'rejected')).toHaveLength(1000);

  while (seen.now > 0) {
    for (const go of held.splice(0)) go();
    await settledSoon();
  }
  expect(await Promise.all(early)).toEqual([false, false, false, false]);
  expect(seen).toEqual({ made: 12, now: 0, most: 4 });
});

test('a statement that fails fails its claims, and the next is asked anew', async () => {
  let isAway = true;
  const db = { rows: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([{ key: 'a' }])) } as unknown as Db;
  const claims = claimRows(db, systemClock);
  await expect(Promise.all([claims.claim('a'), claims.claim('b')])).rejects.toThrow('away');
  isAway = false;
  expect(await claims.claim('a')).toBe(true);
});

/** After all that is due by now. */
const settledSoon = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 20));
