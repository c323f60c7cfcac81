import { expect, test } from 'vitest';
import { everyone, operator } from '#core/viewer.ts';
import { entity, refOf } from '../../../test/support/catalog-rows.ts';
import { nobody, now } from '../../../test/support/world.ts';
import { buildView } from '../directory/build-view.ts';
import { createCatalogMemory } from '../directory/catalog-memory.ts';
import type { SourceRow } from '../directory/memory.ts';
import { visibleSources } from '../directory/visible-sources.ts';
import { findKept } from './find-kept.ts';

const still = { type: 'git', position: 0, authority: true, everyMs: 1000, head: null, branch: null, seenAt: now, syncedAt: now };
const source = (name: string, visibleTo: SourceRow['visibleTo']): SourceRow => ({
  name,
  visibleTo,
  ...still,
  ok: true,
  problems: 0,
  held: 0,
});

test('something is found by its uid through renames, whatever takes its old name, until it is gone; and only by those who may see it', () => {
  const { memory, finder } = createCatalogMemory(nobody);
  memory.setSources([source('open', 'everyone'), source('secret', [])]);
  const view = (viewer = everyone) =>
    buildView({ memory, finder, freshness: () => ({ from: 'database', asOf: now }) }, visibleSources(viewer, memory.sources));
  const put = (name: string, uid: string, from = 'open') => {
    const one = entity('Component', name);
    memory.put({
      print: 0,
      entry: { uid, ref: refOf(one), entity: one, source: from, path: 'a.yaml', doc: 0, line: 1, changedAt: now, rivals: [] },
    });
  };
  const found = (uid: string, viewer = everyone) => {
    const kept = findKept(view(viewer), uid);
    return kept.state === 'there' ? kept.entry.ref : kept.state;
  };
  put('cart', 'one');
  expect(found('one')).toBe('component:default/cart');
  // The feed tells of both names, in no order that could be relied on.
  put('basket', 'one');
  put('cart', 'two');
  expect([found('one'), found('two')]).toEqual(['component:default/basket', 'component:default/cart']);
  put('secret', 'three', 'secret');
  expect([found('three'), found('three', operator)]).toEqual(['unknown', 'component:default/secret']);
  const gone = { kind: 'Component', name: 'basket', path: 'a.yaml', removedAt: now, fromCommit: null, toCommit: null };
  memory.remove('component:default/basket', { ...gone, ref: 'component:default/basket', uid: 'one', source: 'open' });
  memory.remove('component:default/secret', { ...gone, ref: 'component:default/secret', uid: 'three', source: 'secret' });
  expect([found('one'), found('three'), found('three', operator)]).toEqual(['removed', 'unknown', 'removed']);
  put('basket', 'one');
  expect(found('one')).toBe('component:default/basket');
});
