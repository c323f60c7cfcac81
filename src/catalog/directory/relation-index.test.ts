import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRelationIndex, relationsOf, type Edge } from './relation-index.ts';

const pairs: [string, string][] = [
  ['ownedBy', 'ownerOf'],
  ['hasMember', 'memberOf'],
  ['memberOf', 'hasMember'],
];
const ref = fc.integer({ min: 0, max: 15 }).map((n) => `component:default/e${n}`);
const edge: fc.Arbitrary<Edge> = fc
  .tuple(fc.constantFrom(...pairs), ref)
  .map(([[type, inverse], targetRef]) => ({ type, inverse, targetRef }));
const step = fc.tuple(ref, fc.option(fc.array(edge, { maxLength: 20 })));

/** Every edge written out in both directions. */
function oracle(stated: Map<string, Edge[]>, about: string, counts: (ref: string) => boolean): string[] {
  const all = new Set<string>();
  for (const [emitter, edges] of stated) {
    if (!counts(emitter)) continue;
    for (const { type, inverse, targetRef } of edges) {
      if (emitter === about) all.add(`${type} ${targetRef}`);
      if (targetRef === about) all.add(`${inverse} ${emitter}`);
    }
  }
  return [...all].sort();
}

test('both directions are as if each edge were stored twice, after any history of changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.array(ref), (steps, hidden) => {
      const index = createRelationIndex();
      const stated = new Map<string, Edge[]>();
      for (const [about, edges] of steps) {
        if (edges) index.set(about, edges);
        else index.delete(about);
        stated.set(about, edges ?? []);
      }
      const counts = (emitter: string): boolean => !hidden.includes(emitter);
      for (let n = 0; n < 16; n++) {
        const about = `component:default/e${n}`;
        const found = relationsOf(index, about, { counts }).map((r) => `${r.type} ${r.targetRef}`);
        const all = oracle(stated, about, counts);
        expect(found.toSorted()).toEqual(all);
        for (const type of new Set(all.map((line) => line.split(' ')[0] ?? ''))) {
          const some = relationsOf(index, about, { type, counts }).map((r) => `${r.type} ${r.targetRef}`);
          expect(some.toSorted()).toEqual(all.filter((line) => line.startsWith(`${type} `)));
        }
      }
    }),
  );
});

test('a group of ten thousand answers at once, and forgets a member that leaves', () => {
  const index = createRelationIndex();
  const members = Array.from({ length: 10_000 }, (_, n) => `user:default/u${n}`);
  index.set(
    'group:default/all',
    members.map((targetRef) => ({ type: 'hasMember', inverse: 'memberOf', targetRef })),
  );
  for (const member of members) index.set(member, [{ type: 'memberOf', inverse: 'hasMember', targetRef: 'group:default/all' }]);
  const started = performance.now();
  expect(relationsOf(index, 'group:default/all', { counts: () => true })).toHaveLength(10_000);
  expect(performance.now() - started).toBeLessThan(500);
  index.set('group:default/all', []);
  index.delete('user:default/u7');
  expect(relationsOf(index, 'group:default/all', { counts: () => true })).toHaveLength(9_999);
});
