import { expect, test } from 'vitest';
import { nearestRef } from './nearest-ref.ts';

const groups = ['group:default/team-orders', 'group:default/team-search', 'user:default/team-ordres', 'group:ops/team-night'];

test('a slip in a ref is recognised, among its own kind', () => {
  expect(nearestRef('group:default/team-ordres', groups)).toBe('group:default/team-orders');
  expect(nearestRef('group:default/taem-serch', groups)).toBe('group:default/team-search');
});

test('the right name in the wrong namespace is recognised', () => {
  expect(nearestRef('group:default/team-night', groups)).toBe('group:ops/team-night');
});

test('nothing is suggested when two are as near, when all are far, or when the name is short', () => {
  expect(nearestRef('group:default/team-blux', ['group:default/team-blue', 'group:default/team-blut'])).toBeUndefined();
  expect(nearestRef('group:default/team-ghost', groups)).toBeUndefined();
  expect(nearestRef('group:default/ops', ['group:default/ups'])).toBeUndefined();
});

test('the nearer of two is suggested, and the same one twice is one', () => {
  const near = ['group:default/payments', 'group:default/payment-ui', 'group:default/payments'];
  expect(nearestRef('group:default/paymemts', near)).toBe('group:default/payments');
});
