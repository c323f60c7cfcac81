import { byImportance, membersOf, ownedBy } from './owned.ts';
import { entity, world } from '../../../test/support/world.ts';
import type { Entity } from '#core/entity.ts';
import { operator } from '#core/viewer.ts';
import { expect, test } from 'vitest';

const service = (name: string, owner: string, lifecycle = 'production') => entity('Component', name, { type: 'service', lifecycle, owner });
const group = (name: string, children: string[] = []) => entity('Group', name, { type: 'team', children });

function owned(ref: string, entities: Entity[]) {
  const view = world({ entities }).for(operator);
  const owner = view.get(ref);
  if (!owner) throw new Error(`${ref} is not in this story.`);
  const { total, first, direct, through, kinds } = ownedBy(view, owner);
  return {
    names: first(total).map(({ entity }) => entity.metadata.name),
    direct,
    through: through.map(({ group, count }) => `${group.entity.metadata.name} ${count}`),
    kinds,
  };
}

test('through child groups all the way down, production first, counted by kind', () => {
  const entities = [
    group('a', ['b']),
    group('b', ['c']),
    group('c'),
    service('z', 'c'),
    service('old', 'a', 'deprecated'),
    entity('Resource', 'db', { type: 'database', owner: 'b' }),
  ];
  expect(owned('group:default/a', entities)).toEqual({
    names: ['z', 'old', 'db'],
    direct: 1,
    through: ['b 1', 'c 1'],
    kinds: [
      { kind: 'component', total: 2, production: 1 },
      { kind: 'resource', total: 1, production: 0 },
    ],
  });
});

test('everything is in the order that any two of it are: production, then kind, then name, kinds of one’s own last', () => {
  const kinds = ['Gadget', 'Template', 'Resource', 'API', 'Component', 'Widget'];
  const things = kinds.flatMap((kind) =>
    ['b', 'a', 'ä', 'c'].map((name, i) =>
      entity(kind, `${name}-${kind}`, { owner: 'a', lifecycle: i % 2 === 0 ? 'experimental' : 'production' }),
    ),
  );
  const view = world({ entities: [group('a'), ...things] }).for(operator);
  const owner = view.get('group:default/a');
  const all = owner && ownedBy(view, owner);
  const entries = all?.first(all.total) ?? [];
  expect(entries).toHaveLength(kinds.length * 4);
  expect(entries.map(({ ref }) => ref)).toEqual(entries.toSorted(byImportance).map(({ ref }) => ref));
  expect(entries.map(({ ref }) => ref).slice(0, 2)).toEqual(['component:default/a-component', 'component:default/c-component']);
  // However many are asked for, they are the first of the same order.
  for (let most = 0; most <= entries.length; most++) expect(all?.first(most)).toEqual(entries.slice(0, most));
});

test('a cycle of groups counts everything once', () => {
  expect(owned('group:default/a', [group('a', ['b']), group('b', ['a']), service('x', 'a'), service('y', 'b')])).toMatchObject({
    names: ['x', 'y'],
    direct: 1,
  });
});

test('a person owns what names them and what their groups own, not what lies below those', () => {
  const entities = [
    entity('User', 'u', { memberOf: ['a'] }),
    group('a', ['b']),
    group('b'),
    service('mine', 'user:u'),
    service('ours', 'a'),
    service('theirs', 'b'),
  ];
  expect(owned('user:default/u', entities)).toMatchObject({ names: ['mine', 'ours'], direct: 1, through: ['a 1'] });
});

test('nobody writes himself into a team that an authority source defines', () => {
  const user = (name: string) => entity('User', name, { memberOf: ['crew'] });
  const view = world({
    sources: [
      { name: 'org', authority: true },
      { name: 'repo', authority: false },
    ],
    entities: [
      { entity: entity('Group', 'crew', { type: 'team', children: [], members: ['named'] }), source: 'org' },
      { entity: user('ours'), source: 'org' },
      { entity: user('intruder'), source: 'repo' },
      { entity: entity('User', 'named', { memberOf: [] }), source: 'repo' },
      { entity: entity('Group', 'club', { type: 'team', children: [] }), source: 'repo' },
      { entity: entity('User', 'guest', { memberOf: ['club'] }), source: 'repo' },
    ],
  }).for(operator);
  const members = (ref: string) => {
    const team = view.get(ref);
    return team ? membersOf(view, team).map(({ entity }) => entity.metadata.name) : [];
  };
  expect(members('group:default/crew')).toEqual(['named', 'ours']);
  expect(members('group:default/club')).toEqual(['guest']);
});
