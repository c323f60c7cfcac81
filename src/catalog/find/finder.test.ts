import { describe, expect, test } from 'vitest';
import type { Tombstone } from '#core/directory.ts';
import { sampleWorld, verdict } from '../../../test/support/world-of.ts';
import type { SampleWorld } from '../../../test/support/world-of.ts';

const ask = (sample: SampleWorld, text: string) => verdict(sample.find(text));

describe('names', () => {
  const sample = sampleWorld();
  sample.add('Component:payments', { owner: 'team-payments', metadata: { title: 'Payment Service' } });
  sample.add('API:payments', { owner: 'team-payments' });
  sample.add('System:payments', { owner: 'group:default/team-payments' });
  sample.add('Component:ledger', { owner: 'team-payments' });
  sample.add('API:ledger', { owner: 'team-ledger' });
  sample.add('Component:ops/cron', { owner: 'team-ops' });
  sample.add('System:books', {
    owner: 'team-books',
    metadata: { title: 'Ledger', annotations: { 'switchboard.io/aliases': 'Big Book, cron' } },
  });
  sample.add('Group:team-payments');
  sample.add('Location:ledger');
  sample.add('Component:crew', { owner: 'group:crew' });
  sample.add('Group:crew');
  sample.add('Location:everything');

  test.each([
    ['payments', 'one component:payments + api:payments system:payments'],
    ['  PAYMENTS ', 'one component:payments + api:payments system:payments'],
    ['"payments"?', 'one component:payments + api:payments system:payments'],
    ['`payments`', 'one component:payments + api:payments system:payments'],
    ['ｐａｙｍｅｎｔｓ', 'one component:payments + api:payments system:payments'],
    ['system:payments', 'one system:payments'],
    ['System:Default/Payments', 'one system:payments'],
    ['default/ledger', 'several of 2: component:ledger api:ledger'],
    ['ops/cron', 'one component:ops/cron'],
    ['component:cron', 'one component:ops/cron'],
    ['payment service', 'one component:payments'],
    ['Payment‑Service', 'one component:payments'],
    ['big book', 'one system:books'],
    ['team-payments', 'one group:team-payments'],
    // Whoever is asked about, the answer is that team.
    ['crew', 'one component:crew + group:crew'],
    ['everything', 'one location:everything'],
  ])('%j: %s', (text, expected) => {
    expect(ask(sample, text)).toBe(expected);
  });

  test('two owners of one name are a choice, and a title or alias does not compete with a name', () => {
    expect(ask(sample, 'ledger')).toBe('several of 2: component:ledger api:ledger');
    expect(ask(sample, 'cron')).toBe('one component:ops/cron');
  });

  test('a title or alias is found with and without the mark at its end, which a question loses', () => {
    const marks = sampleWorld();
    marks.add('Component:acme', { metadata: { title: 'Acme Inc.' } });
    marks.add('Component:quiz', { metadata: { title: 'What now?', annotations: { 'switchboard.io/aliases': 'ratio 1:' } } });
    marks.add('Component:dots', { metadata: { title: '...' } });
    for (const text of ['Acme Inc.', 'acme inc', 'acme inc:']) expect(ask(marks, text)).toBe('one component:acme');
    for (const text of ['What now', 'what now?', 'ratio 1', 'ratio 1:']) expect(ask(marks, text)).toBe('one component:quiz');
  });

  test('blank text asks nothing; marks alone find nothing', () => {
    expect(ask(sample, ' \n\t')).toBe('nothing asked');
    expect(ask(sample, '')).toBe('nothing asked');
    expect(ask(sample, '???')).toBe('none: ');
  });

  test('things without any owner are not taken for each other', () => {
    const bare = sampleWorld();
    bare.add('Component:lost');
    bare.add('API:lost');
    expect(ask(bare, 'lost')).toBe('several of 2: component:lost api:lost');
  });
});

describe('removed', () => {
  const gone = (ref: string, day: number): Tombstone => ({
    ref,
    uid: ref,
    kind: ref.slice(0, ref.indexOf(':')),
    name: ref.slice(ref.indexOf('/') + 1),
    source: 'sample',
    path: 'catalog-info.yaml',
    removedAt: new Date(Date.UTC(2026, 0, day)),
    fromCommit: null,
    toCommit: null,
  });

  test('what was removed is named, unless something is called so now', () => {
    const sample = sampleWorld();
    sample.tombstones.push(gone('component:default/old-api', 1), gone('api:default/old-api', 2), gone('component:default/cart', 1));
    sample.add('Component:cart', { owner: 'team-cart' });
    sample.add('Component:old-apis', { owner: 'team-cart' });
    expect(ask(sample, 'Old-Api')).toBe('removed api:old-api');
    expect(ask(sample, 'component:old-api')).toBe('removed component:old-api');
    expect(ask(sample, 'component:default/old-api')).toBe('removed component:old-api');
    expect(ask(sample, 'old-api-7d9f8b6c5-x2x9k')).toBe('removed api:old-api');
    expect(ask(sample, 'cart')).toBe('one component:cart');
    expect(ask(sample, 'old-apu')).not.toMatch(/^removed/);
  });
});

describe('misspelt', () => {
  const sample = sampleWorld();
  for (const name of ['payments-api', 'checkout-web', 'checkout-wed', 'ledger-store', 'ledger-batch', 'ui', 'fraud']) {
    sample.add(`Component:${name}`, { owner: `team-${name}` });
  }
  sample.add('API:payments-api', { owner: 'team-payments-api' });
  sample.add('API:fraud', { owner: 'team-others' });

  test.each([
    ['paymnts-api', 'assumed component:payments-api'],
    ['component:paymnts-api', 'assumed component:payments-api'],
    ['api:paymnts-api', 'assumed api:payments-api'],
    ['payments api', 'one component:payments-api + api:payments-api'],
    ['pyamnts-api', 'several of 1: component:payments-api'],
    ['checkout-weg', 'several of 2: component:checkout-web component:checkout-wed'],
    ['fruad', 'several of 2: component:fraud api:fraud'],
    ['uj', 'several of 1: component:ui'],
    ['ledger', 'several of 2: component:ledger-batch component:ledger-store'],
    ['store ledger', 'several of 1: component:ledger-store'],
    ['https://github.com/halyard/paymnts-api', 'several of 1: component:payments-api'],
    ['xylophone', 'none: '],
    ['--', 'none: '],
    ['payroll-app', 'none: component:payments-api'],
  ])('%s: %s', (text, expected) => {
    expect(ask(sample, text)).toBe(expected);
  });

  test('says what was typed and what it was taken for', () => {
    expect(sample.find('Paymnts-API')).toMatchObject({ outcome: 'assumed', typed: 'Paymnts-API', name: 'payments-api' });
  });

  test('a dangling ref has its did-you-mean', () => {
    expect(sample.finder.nearestRef('component:default/checkot-web', sample.world)).toBe('component:default/checkout-web');
    expect(sample.finder.nearestRef('group:default/checkot-web', sample.world)).toBeUndefined();
    expect(sample.finder.nearestRef('component:other/fraud', sample.world)).toBe('component:default/fraud');
  });
});

test('what the asker may not see changes nothing: no outcome, no total, no nearest name', () => {
  const texts = [
    'cart',
    'carts',
    'crt',
    'cart-api',
    'https://x.halyard.example',
    'https://github.com/halyard/cart',
    'x.halyard.example',
    'kart-apx',
  ];
  const metadata = (n: number) => ({
    links: [{ url: `https://x.halyard.example/${n}` }],
    annotations: { 'github.com/project-slug': 'halyard/cart' },
  });
  const seen = sampleWorld();
  const all = sampleWorld();
  for (const sample of [seen, all]) sample.add('Component:cart', { owner: 'team-a', metadata: metadata(1) });
  for (const [i, name] of ['carts', 'cart-api', 'cert', 'crt', 'card'].entries()) {
    all.hidden.add(all.add(`Component:${name}`, { owner: 'team-secret', metadata: metadata(i) }).ref);
  }
  all.hidden.add(all.add('API:cart', { owner: 'team-secret' }).ref);
  for (const text of texts) expect(ask(all, text)).toBe(ask(seen, text));
});

test('an entity of which the view makes a copy each time is still one entity', () => {
  const sample = sampleWorld();
  sample.add('Component:cart', {
    owner: 'team-a',
    metadata: { annotations: { 'backstage.io/kubernetes-id': 'basket', 'switchboard.io/aliases': 'basket' } },
  });
  sample.world.get = (ref) => {
    const entry = sample.entries.get(ref);
    return entry && { ...entry };
  };
  expect(ask(sample, 'basket')).toBe('one component:cart');
  expect(ask(sample, 'baskte')).toBe('assumed component:cart');
});
