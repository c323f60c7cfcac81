import { expect, test } from 'vitest';
import { clusterMisses, nearestTo } from '../../misses/cluster-misses.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, world } from '../../../../test/support/world.ts';
import { everyone } from '#core/viewer.ts';
import { missesCard } from './misses-card.ts';

const view = world({ entities: paymentsCompany }).for(everyone);
const miss = (term: string, count: number, last = '2026-11-20') => ({ term, count, last });

test('spellings of one thing are one line, the most frequent first; what is found by now is not there', () => {
  const clusters = clusterMisses(
    [
      miss('checkout desk', 5),
      miss('checkout-desk', 4, '2026-11-22'),
      miss('chekout desk', 1),
      miss('payments-api', 9),
      miss('db1', 2),
      miss('db2', 2),
    ],
    view,
  );
  expect(clusters.map(({ term, alike, count, last }) => [term, alike, count, last])).toEqual([
    ['checkout desk', ['checkout-desk', 'chekout desk'], 10, '2026-11-22'],
    ['db1', [], 2, '2026-11-20'],
    ['db2', [], 2, '2026-11-20'],
  ]);
});

test('the nearest entity is named, and an alias that it has makes it found', () => {
  expect(nearestTo('payments-apy-v2', view)?.entity.metadata.name).toBe('payments-api');
  const aliased = entity('Component', 'pay', {}, { annotations: { 'switchboard.io/aliases': 'till, checkout desk' } });
  expect(clusterMisses([miss('checkout desk', 5), miss('checkout-desk', 1)], world({ entities: [aliased] }).for(everyone))).toEqual([]);
});

test('hundreds of terms are folded without a look for what resembles them', () => {
  const looked: string[] = [];
  const find: typeof view.find = (text) => (looked.push(text), view.find(text));
  clusterMisses([miss('payments-apy', 3), miss('zzz', 1)], { ...view, find });
  expect(looked).toEqual([]);
});

test('how often and when something was asked is said in words', () => {
  const clusters = clusterMisses([miss('checkout desk', 5), miss('db1', 1, '2026-11-03')], view);
  const card = JSON.stringify(missesCard(clusters, { page: 0, days: 90, canAdd: false, nearestTo: () => undefined }));
  expect(card).toContain('*checkout desk* · asked 5 times, last on 20 November');
  expect(card).toContain('*db1* · asked once, on 3 November');
});

test('whatever people typed, Slack takes every page', () => {
  const words = ['<!channel> *x*', '\u202Eevil `code`', '𝄞'.repeat(50), '<@U0ANA>|a', 'https://evil.example/?a=<b>', ':tada:'];
  const terms = Array.from({ length: 60 }, (_, n) =>
    miss(`${words[n % words.length]} ${'abcdefghij'.charAt(n % 10).repeat(3 + n)}`.slice(0, 100), 60 - n),
  );
  const clusters = clusterMisses(terms, view);
  expect(clusters.length).toBeGreaterThan(30);
  const asked: string[] = [];
  const nearest = (term: string) => (asked.push(term), nearestTo(term, view));
  for (const page of [0, 1, 2, 99]) {
    const card = missesCard(clusters, { page, days: 90, canAdd: true, nearestTo: nearest });
    expect(checkMessage(card)).toEqual([]);
    // What resembles a term is looked for only where it is shown.
    expect(asked.splice(0).length).toBeLessThanOrEqual(8);
    // A button's value is read by us alone.
    expect(JSON.stringify(card, (key, value: unknown) => (key === 'value' ? undefined : value))).not.toMatch(/<!|<@/);
  }
  expect(checkMessage(missesCard([], { page: 0, days: 90, canAdd: false, nearestTo: nearest }))).toEqual([]);
});
