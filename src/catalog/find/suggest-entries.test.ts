import { expect, test } from 'vitest';
import { sampleWorld } from '../../../test/support/world-of.ts';

const shop = sampleWorld();
for (const name of ['payments-api', 'payments', 'checkout-payments', 'pay', 'cart', 'billing'])
  shop.add(`component:${name}`, { owner: 'crew' });
shop.add('component:ledger', { owner: 'crew', metadata: { annotations: { 'github.com/project-slug': 'acme/ledger' } } });
shop.add('group:crew');
const suggested = (typed: string, limit = 100) => shop.finder.suggest(typed, limit, shop.world).map(({ entity }) => entity.metadata.name);

test('what is called so, then what begins so, then what has a word that begins so, then what is one letter off', () => {
  expect(suggested('payments')).toEqual(['payments', 'payments-api', 'checkout-payments']);
  expect(suggested('pay')).toEqual(['pay', 'payments', 'payments-api', 'checkout-payments']);
  expect(suggested('paymentz')).toEqual(['payments']);
  expect(suggested('zzz')).toEqual([]);
});

test('a pasted address or pod finds what it names, and there are never more than were asked for', () => {
  expect(suggested('https://github.com/acme/ledger')).toEqual(['ledger']);
  expect(suggested('cart-7d9f8b6c5-x2x9k')[0]).toBe('cart');
  expect(suggested('pay', 2)).toEqual(['pay', 'payments']);
  expect(suggested('')).toEqual([]);
});

test('what may not be seen is not suggested', () => {
  shop.hidden.add('component:default/payments');
  expect(suggested('payments')).toEqual(['payments-api', 'checkout-payments']);
});
