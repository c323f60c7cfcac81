import { escalate } from './escalate.ts';
import type { CatalogConfig } from '#core/catalog-config.ts';
import type { Entity } from '#core/entity.ts';
import { operator } from '#core/viewer.ts';
import { entity, world } from '../../../test/support/world.ts';
import { expect, test } from 'vitest';

const group = (name: string, spec: object = {}) => entity('Group', name, { type: 'team', children: [], ...spec });
const service = (spec: object) => entity('Component', 'api', { type: 'service', lifecycle: 'production', ...spec });

function ladder(entities: Entity[], fallback: CatalogConfig['fallback'] = { channel: '#platform' }, ref = 'component:default/api') {
  const view = world({ entities }).for(operator);
  const entry = view.get(ref);
  if (!entry) throw new Error(`${ref} is not in this story.`);
  return escalate(view, entry, { owners: new Map(), fallback });
}
const short = ({ rungs }: ReturnType<typeof ladder>) =>
  rungs.map((rung) => (rung.to === 'owner' ? `${rung.entry.entity.metadata.name}: ${rung.reason.kind}` : rung.to));

test('owner, parents, owners of the system and its domain, fallback; nobody twice', () => {
  const found = ladder([
    service({ owner: 'a', system: 's' }),
    group('a', { parent: 'b' }),
    group('b', { parent: 'c' }),
    group('c'),
    entity('System', 's', { owner: 'd', domain: 'dom' }),
    group('d'),
    entity('Domain', 'dom', { owner: 'b' }),
  ]);
  expect(short(found)).toEqual(['a: owner', 'b: parent', 'c: parent', 'd: owns-whole', 'fallback']);
});

test('a cycle of groups ends', () => {
  expect(short(ladder([service({ owner: 'a' }), group('a', { parent: 'b' }), group('b', { parent: 'a' })]))).toEqual([
    'a: owner',
    'b: parent',
    'fallback',
  ]);
});

test('a group that is its own parent, and a system that is part of itself through its domain, end', () => {
  const entities = [
    service({ owner: 'a', system: 's' }),
    group('a', { parent: 'a' }),
    entity('System', 's', { owner: 'a', domain: 'x' }),
    entity('Domain', 'x', { owner: 'a', subdomainOf: 'x' }),
  ];
  expect(short(ladder(entities))).toEqual(['a: owner', 'fallback']);
});

test('an owner that is not in the catalog is skipped and told, its system goes on', () => {
  const found = ladder([service({ owner: 'ghost', system: 's' }), entity('System', 's', { owner: 'a' }), group('a')]);
  expect(short(found)).toEqual(['a: owns-whole', 'fallback']);
  expect(found.skipped).toEqual([{ ref: 'group:default/ghost', reason: { kind: 'owner' } }]);
});

test('without a fallback the last rung says so, so that there is always one', () => {
  expect(short(ladder([service({})], {}))).toEqual(['nobody']);
  expect(short(ladder([service({ owner: 'a' }), group('a')], {}))).toEqual(['a: owner', 'nobody']);
});

test('a fallback group that was named already is left out when there is a channel too', () => {
  const entities = [service({ owner: 'a' }), group('a')];
  expect(ladder(entities, { channel: '#help', group: 'group:default/a' }).rungs.at(-1)).toEqual({ to: 'fallback', channel: '#help' });
  expect(ladder(entities, { group: 'group:default/a' }).rungs.at(-1)).toEqual({ to: 'fallback', group: 'group:default/a' });
});

test('a group starts above itself, a person with their groups', () => {
  const entities = [group('a', { parent: 'b' }), group('b'), entity('User', 'u', { memberOf: ['a'] })];
  expect(short(ladder(entities, {}, 'group:default/a'))).toEqual(['b: parent', 'nobody']);
  expect(short(ladder(entities, {}, 'user:default/u'))).toEqual(['a: member-of', 'b: parent', 'nobody']);
});

test('each step comes with its channel: its own, else the one that the configuration gives it', () => {
  const told = { ...group('b'), metadata: { name: 'b', namespace: 'default', annotations: { 'slack.com/channel': '#band' } } };
  const view = world({ entities: [service({ owner: 'a' }), group('a', { parent: 'b' }), told] }).for(operator);
  const entry = view.get('component:default/api');
  const owners = new Map([
    ['group:default/a', { channel: '#crew' }],
    ['group:default/b', { channel: '#not-this' }],
  ]);
  const { rungs } = entry ? escalate(view, entry, { owners, fallback: {} }) : { rungs: [] };
  const channels = rungs.flatMap((rung) => (rung.to === 'owner' ? [JSON.stringify(rung.channel?.value)] : []));
  expect(channels).toEqual([expect.stringContaining('crew'), expect.stringContaining('band')]);
});
