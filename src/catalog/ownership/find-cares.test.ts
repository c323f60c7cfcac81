import { expect, test } from 'vitest';
import type { Directory } from '#core/directory.ts';
import { everyone, type Viewer } from '#core/viewer.ts';
import { entity, world, type WorldFacts } from '../../../test/support/world.ts';
import { findCares, mostLooked } from './find-cares.ts';

const payments = entity('Group', 'payments', { type: 'team', children: [] }, { slackChannel: '#payments' });
const config = { owners: new Map() };

function cares(directory: Directory, viewer: Viewer = everyone, team = 'group:default/payments') {
  const view = directory.for(viewer);
  const entry = view.get(team);
  return findCares(view, entry ? [entry] : [], config);
}

const told = (facts: Partial<WorldFacts>, viewer?: Viewer) =>
  cares(world({ entities: [payments], ...facts }), viewer).cares.map(({ sort, entry }) => `${entry.entity.metadata.name}: ${sort}`);

const described = { description: 'What it is for.' };
const cart = (spec: object = {}) => entity('Component', 'cart', { type: 'service', owner: 'payments', ...spec }, described);

test('a team whose files are in order hears of nothing', () => {
  expect(told({ entities: [payments, cart()] })).toEqual([]);
});

test('what nobody answers for comes first, then what may be wrong, then what is missing; production before all else', () => {
  const entities = [
    entity('Group', 'payments', { type: 'team', children: [] }),
    entity('Component', 'a-toy', { type: 'service', lifecycle: 'experimental', owner: 'payments' }),
    entity('Component', 'till', { type: 'service', lifecycle: 'production', owner: 'payments', dependsOn: ['component:gone'] }),
    { entity: cart(), broken: { line: 3, message: 'Not YAML.' } },
    { entity: entity('Resource', 'old', { type: 'database', owner: 'payments' }, described), held: true as const },
    { entity: entity('API', 'cards', { owner: 'payments' }, described), rivals: [{ source: 'catalog', path: 'b.yaml', line: 1 }] },
    entity('System', 'checkout', { owner: 'payments' }, described),
    entity('Component', 'ghostly', { type: 'service', owner: 'ghost', system: 'checkout' }),
    entity('Component', 'nobodys', { type: 'service', system: 'checkout' }),
    entity('Component', 'of-others', { type: 'service', owner: 'web', system: 'checkout' }),
    entity('Group', 'web', { type: 'team', children: [] }),
  ];
  expect(told({ entities })).toEqual([
    'ghostly: owner-missing',
    'nobodys: owner-unnamed',
    'cart: broken',
    'old: held',
    'cards: disputed',
    'payments: unreachable',
    'till: target-missing',
    'till: undescribed',
    'a-toy: undescribed',
  ]);
});

test('what somebody may not see is neither missing nor told of', () => {
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/board'] }];
  const hidden = { entity: entity('Component', 'takeover', { type: 'service', owner: 'payments' }), source: 'secret' };
  const entities = [payments, cart({ dependsOn: ['component:takeover'] }), hidden];
  expect(told({ entities, sources })).toEqual([]);
  const board: Viewer = { kind: 'member', teamId: 'T1', userId: 'U1', groups: ['group:default/board'] };
  expect(told({ entities, sources }, board)).toEqual(['takeover: undescribed']);
});

test('of a team that owns thousands a part is looked at, and it says so', () => {
  const entities = Array.from({ length: mostLooked + 1 }, (_, n) => entity('Component', `part-${n}`, { owner: 'payments' }));
  const found = cares(world({ entities: [payments, ...entities] }));
  expect([found.cares.length, found.capped]).toEqual([mostLooked, true]);
});
