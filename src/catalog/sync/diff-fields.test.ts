import { expect, it } from 'vitest';
import type { Entity } from '#core/entity.ts';
import { diffFields } from './diff-fields.ts';

const pay: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'pay', namespace: 'default', tags: ['a'], annotations: { kept: '1', old: '2', other: '3' } },
  spec: { type: 'service', owner: 'team-a', dependsOn: ['resource:db'], tags: 'of spec', nested: { deep: [1, { x: null }] } },
};
const changed = (change: (entity: Entity) => void): Entity => {
  const copy = structuredClone(pay);
  change(copy);
  return copy;
};

it('finds nothing between equal entities, whatever the order of their keys', () => {
  expect(diffFields(pay, structuredClone(pay))).toEqual([]);
  expect(diffFields(pay, { ...pay, spec: Object.fromEntries(Object.entries(pay.spec ?? {}).reverse()) })).toEqual([]);
});

it('tells each field by itself, of annotations only the keys that differ', () => {
  const after = changed((entity) => {
    entity.metadata.annotations = { kept: '1', young: '4', other: '5' };
    entity.metadata['team'] = 'x';
    entity.spec = { ...entity.spec, owner: 'team-b', dependsOn: ['resource:db', 'component:web'] };
    delete entity.metadata.tags;
  });
  expect(diffFields(pay, after)).toEqual([
    { field: 'tags', before: ['a'], after: null },
    { field: 'annotations', before: { old: '2', other: '3' }, after: { young: '4', other: '5' } },
    { field: 'owner', before: 'team-a', after: 'team-b' },
    { field: 'dependsOn', before: ['resource:db'], after: ['resource:db', 'component:web'] },
    { field: 'metadata.team', before: null, after: 'x' },
  ]);
});

it('keeps apart what spec and metadata call alike', () => {
  const after = changed((entity) => (entity.spec = { ...entity.spec, tags: 'other' }));
  expect(diffFields(pay, after)).toEqual([{ field: 'spec.tags', before: 'of spec', after: 'other' }]);
});

it('does not carry long values', () => {
  const after = changed((entity) => (entity.metadata.description = 'x'.repeat(10_000)));
  expect(diffFields(pay, after)).toEqual([{ field: 'description', before: null, after: null }]);
});
