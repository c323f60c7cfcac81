import type { OwnerContact } from '#core/catalog-config.ts';
import type { Entry } from '#core/directory.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import { createFinder, type Finder } from '#catalog/find/finder.ts';
import { inverseOf, relate } from '#catalog/relate.ts';
import { createMemory, type Memory } from './memory.ts';
import type { Edge } from './relation-index.ts';

/** An empty memory with the model's relations, and the index of its names. */
export function createCatalogMemory(people: People, contacts?: ReadonlyMap<Ref, OwnerContact>): { memory: Memory; finder: Finder } {
  const finder = createFinder(people, contacts);
  return { memory: createMemory({ index: finder, edgesOf }), finder };
}

function edgesOf({ entity }: Entry): Edge[] {
  return relate(entity).map(({ type, targetRef }) => ({ type, inverse: inverseOf(type), targetRef }));
}
