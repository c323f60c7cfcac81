import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entity } from '#core/entity.ts';
import { canonicalRef } from '#core/ref.ts';
import { inverseOf, relate } from './relate.ts';

const entity = (kind: string, spec: Record<string, unknown>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'Me', namespace: 'ns' },
  spec,
});
const edges = (kind: string, spec: Record<string, unknown>) =>
  relate(entity(kind, spec)).map(({ type, targetRef }) => `${type} ${targetRef}`);

test('every field of the model has its relation, its default kind and the namespace of who declares it', () => {
  expect(
    edges('Component', {
      owner: 'team',
      subcomponentOf: 'parent',
      system: 'other/shop',
      providesApis: ['a', 'api:other/b'],
      consumesApis: ['c'],
      dependsOn: ['resource:db'],
      dependencyOf: ['component:other/x'],
    }),
  ).toEqual([
    'ownedBy group:ns/team',
    'partOf component:ns/parent',
    'partOf system:other/shop',
    'providesApi api:ns/a',
    'providesApi api:other/b',
    'consumesApi api:ns/c',
    'dependsOn resource:ns/db',
    'dependencyOf component:other/x',
  ]);
  expect(edges('API', { owner: 'user:Alice', system: 's' })).toEqual(['ownedBy user:ns/alice', 'partOf system:ns/s']);
  expect(edges('Resource', { owner: 'o', dependsOn: ['a:b'] })).toEqual(['ownedBy group:ns/o', 'dependsOn a:ns/b']);
  expect(edges('System', { owner: 'o', domain: 'd' })).toEqual(['ownedBy group:ns/o', 'partOf domain:ns/d']);
  expect(edges('Domain', { owner: 'o', subdomainOf: 'd' })).toEqual(['ownedBy group:ns/o', 'partOf domain:ns/d']);
  expect(edges('Group', { parent: 'p', children: ['c'], members: ['u'] })).toEqual([
    'childOf group:ns/p',
    'parentOf group:ns/c',
    'hasMember user:ns/u',
  ]);
  expect(edges('User', { memberOf: ['g'] })).toEqual(['memberOf group:ns/g']);
  expect(edges('Template', { owner: 'o', system: 's' })).toEqual(['ownedBy group:ns/o']);
  expect(edges('Location', { owner: 'o', targets: ['x'] })).toEqual([]);
  expect(edges('Robot', { owner: 'o', system: 's' })).toEqual(['ownedBy group:ns/o']);
});

test('AI resources have parts according to their type', () => {
  const base = { owner: 'o', skills: ['s'], plugins: ['p'], dependsOn: ['d'] };
  expect(edges('AiResource', { ...base, type: 'plugin' })).toEqual(['ownedBy group:ns/o', 'hasPart airesource:ns/s']);
  expect(edges('AiResource', { ...base, type: 'marketplace' })).toEqual(['ownedBy group:ns/o', 'hasPart airesource:ns/p']);
  expect(edges('AiResource', { ...base, type: 'skill' })).toEqual(['ownedBy group:ns/o', 'dependsOn airesource:ns/d']);
  expect(edges('AiResource', { ...base, type: 'other' })).toEqual(['ownedBy group:ns/o']);
  const ofOtherKinds = { owner: 'component:o', system: 'Domain:s', dependsOn: ['component:d', 'AIRESOURCE:e'], type: 'skill' };
  expect(edges('AiResource', ofOtherKinds)).toEqual(['dependsOn airesource:ns/e']);
  expect(edges('AiResource', { owner: 'User:o', system: 'System:s', type: 'rule' })).toEqual(['ownedBy user:ns/o', 'partOf system:ns/s']);
});

test('refs that cannot be read and values that are no refs yield no edge; repeated ones yield one', () => {
  expect(edges('Component', { owner: 'group:', dependsOn: ['plain', 5, null, 'a:b', 'A:B', 'a:b'], system: 7 })).toEqual([
    'dependsOn a:ns/b',
  ]);
});

test('every relation is its inverse’s inverse', () => {
  const types = ['ownedBy', 'partOf', 'providesApi', 'consumesApi', 'dependsOn', 'memberOf', 'childOf'];
  expect(types.map(inverseOf)).toEqual(['ownerOf', 'hasPart', 'apiProvidedBy', 'apiConsumedBy', 'dependencyOf', 'hasMember', 'parentOf']);
  for (const type of types) expect(inverseOf(inverseOf(type))).toBe(type);
});

test('refs are read as Backstage reads them', () => {
  const defaults = { kind: 'Group', namespace: 'ns' };
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', ':', '/', '.', '-'), maxLength: 9 }), (text) => {
      let theirs: string | undefined;
      try {
        theirs = stringifyEntityRef(parseEntityRef(text, { defaultKind: defaults.kind, defaultNamespace: defaults.namespace }));
      } catch {
        theirs = undefined;
      }
      expect(canonicalRef(text, defaults)).toBe(theirs);
    }),
    { numRuns: 2_000 },
  );
});
