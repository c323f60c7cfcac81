import { expect, test } from 'vitest';
import type { Change, Subscription } from '#core/notice.ts';
import { type PastNotice, planNotices } from './plan-notices.ts';

const daily = { kind: 'at', time: '10:00', days: [1, 2, 3, 4, 5], timeZone: 'UTC' } as const;
const team: Subscription = { subscriber: 'group:default/pay', topic: 'problems', schedule: daily, muted: false, address: '#pay' };
const at = (text: string) => new Date(`2026-11-${text}:00Z`);
const change = (id: string, when: string): Change => ({ id, subscriber: team.subscriber, at: at(when), facts: `facts of ${id}` });
const plan = (now: string, changes: readonly Change[], past: readonly PastNotice[] = [], subscription: Partial<Subscription> = {}) =>
  planNotices({ subscriptions: [{ ...team, ...subscription }], changes, past, shows: 2, now: at(now) });
const sent = (key: string, ids: string[], failed = false): PastNotice => ({
  key,
  subscriber: team.subscriber,
  plannedAt: at('22T10:00'),
  failed,
  ids,
});

test('a day’s changes come in one notice at the appointed time, facts only as far as they are shown', () => {
  const changes = [change('a', '23T08:00'), change('b', '23T09:00'), change('c', '23T10:30')];
  expect(plan('23T09:59', changes)).toEqual([]);
  expect(plan('23T10:31', changes)).toEqual([
    {
      key: 'problems:group:default/pay:2026-11-23',
      topic: 'problems',
      subscriber: 'group:default/pay',
      address: '#pay',
      items: [{ id: 'a', facts: 'facts of a' }, { id: 'b', facts: 'facts of b' }, { id: 'c' }],
    },
  ]);
});

test('what comes later that day waits for the next, over a weekend too', () => {
  const late = [change('a', '20T10:30')];
  expect(plan('20T18:00', late)).toEqual([]);
  expect(plan('22T18:00', late)).toEqual([]);
  expect(plan('23T10:00', late)).toMatchObject([{ key: 'problems:group:default/pay:2026-11-23' }]);
});

test('nothing is told twice, and a day has one notice however much comes', () => {
  const past = [sent('problems:group:default/pay:2026-11-23', ['a'])];
  expect(plan('23T11:00', [change('a', '23T08:00')], past)).toEqual([]);
  expect(plan('23T11:00', [change('a', '23T08:00'), change('b', '23T09:00')], past)).toEqual([]);
  expect(plan('24T10:00', [change('a', '23T08:00'), change('b', '23T09:00')], past)).toMatchObject([{ items: [{ id: 'b' }] }]);
});

test('what could not be sent is told with the next', () => {
  const past = [sent('problems:group:default/pay:2026-11-23', ['a'], true)];
  expect(plan('23T11:00', [change('a', '23T08:00')], past)).toEqual([]);
  expect(plan('24T10:00', [change('a', '23T08:00')], past)).toMatchObject([{ items: [{ id: 'a' }] }]);
});

test('at once is one notice for each thing; who wants none gets none', () => {
  const changes = [change('a', '23T08:00'), change('b', '23T09:00')];
  const atOnce = plan('23T09:00', changes, [], { schedule: { kind: 'at-once' } });
  expect(atOnce.map(({ items }) => items.map(({ id }) => id))).toEqual([['a'], ['b']]);
  expect(new Set(atOnce.map(({ key }) => key)).size).toBe(2);
  expect(plan('23T10:00', changes, [], { muted: true })).toEqual([]);
});

test('folded is one notice for all that came within a while, and the next not before its time', () => {
  const folded = { schedule: { kind: 'folded', settleMs: 60_000, everyMs: 600_000 } } as const;
  const changes = [change('b', '23T08:01'), change('a', '23T08:00')];
  expect(plan('23T08:00', changes, [], folded)).toEqual([]);
  const [first, ...others] = plan('23T08:01', changes, [], folded);
  expect([first?.items.map(({ id }) => id), others]).toEqual([['b', 'a'], []]);
  const past = [{ ...sent(first?.key ?? '', ['b', 'a']), plannedAt: at('23T08:01') }];
  const later = [...changes, change('c', '23T08:02')];
  expect(plan('23T08:10', later, past, folded)).toEqual([]);
  expect(plan('23T08:11', later, past, folded)).toMatchObject([{ items: [{ id: 'c' }] }]);
  expect(plan('23T09:00', changes, past, folded)).toEqual([]);
});

test('what could not be sent holds up nothing that is folded: it goes along with what comes next', () => {
  const folded = { schedule: { kind: 'folded', settleMs: 60_000, everyMs: 600_000 } } as const;
  const [refused] = plan('23T08:01', [change('a', '23T08:00')], [], folded);
  const past = [{ ...sent(refused?.key ?? '', ['a'], true), plannedAt: at('23T08:01') }];
  expect(plan('23T08:30', [change('a', '23T08:00')], past, folded)).toEqual([]);
  const both = [change('a', '23T08:00'), change('b', '23T08:20')];
  expect(plan('23T08:30', both, past, folded)).toMatchObject([{ items: [{ id: 'a' }, { id: 'b' }] }]);
});
