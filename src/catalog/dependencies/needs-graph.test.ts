import { everyone, operator } from '#core/viewer.ts';
import { expect, test } from 'vitest';
import { entity, world } from '../../../test/support/world.ts';
import { ownerOf } from '../ownership/owner.ts';
import { ownerIn } from './closure.ts';

test('the owner that is kept for each node is the one that the ownership card tells', () => {
  const needing = (name: string, owner: unknown) => entity('Component', name, { owner, dependsOn: ['component:hub', 'component:ghost'] });
  const entities = [
    needing('plain', 'web'),
    needing('person', 'user:ana'),
    needing('nobody', undefined),
    needing('gone', 'no-such-team'),
    needing('secret', 'keepers'),
    entity('Component', 'hub', { owner: 'web', consumesApis: ['orders'] }),
    entity('API', 'orders', { owner: 'keepers' }),
    // A kind of somebody's own may name several.
    entity('Machine', 'lathe', { owner: ['keepers', 'web', 'art'] }),
    entity('Component', 'shop', { owner: 'web', dependsOn: ['machine:lathe'] }),
    entity('Group', 'web'),
    entity('User', 'ana'),
    { entity: entity('Group', 'keepers'), source: 'secret' },
    { entity: entity('Group', 'art'), source: 'secret' },
  ];
  const directory = world({ entities, sources: [{ name: 'catalog' }, { name: 'secret', visibleTo: [] }] });
  for (const viewer of [operator, everyone]) {
    const view = directory.for(viewer);
    const graph = view.needs();
    for (const entry of view.entries()) {
      if (graph.thing(entry.ref) === undefined && graph.api(entry.ref) === undefined) continue;
      const told = ownerOf(view, entry);
      expect([entry.ref, ownerIn(graph, entry.ref)]).toEqual([entry.ref, 'ref' in told ? told.ref : undefined]);
    }
    expect(ownerIn(graph, 'component:default/ghost')).toBeUndefined();
  }
  const [all, open] = [operator, everyone].map((viewer) => directory.for(viewer).needs());
  expect(all && ownerIn(all, 'machine:default/lathe')).toBe('group:default/art');
  expect(open && ownerIn(open, 'machine:default/lathe')).toBe('group:default/web');
  expect(all && ownerIn(all, 'api:default/orders')).toBe('group:default/keepers');
});
