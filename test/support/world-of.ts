import { loadAll } from 'js-yaml';
import { createFinder } from '#catalog/find/finder.ts';
import type { Finder } from '#catalog/find/finder.ts';
import type { FindWorld } from '#catalog/find/find-world.ts';
import type { Entry, Found, Tombstone } from '#core/directory.ts';
import type { Entity, EntityMetadata } from '#core/entity.ts';
import type { OwnerContact } from '#core/catalog-config.ts';
import type { People } from '#core/ports.ts';
import { canonicalRef, formatRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';

/** An entity as a test writes it: `component:cart` with what matters in that test. */
export interface Sketch {
  owner?: string;
  source?: string;
  path?: string;
  metadata?: Partial<EntityMetadata>;
  spec?: Record<string, unknown>;
}

export interface SampleWorld {
  finder: Finder;
  world: FindWorld;
  entries: Map<Ref, Entry>;
  hidden: Set<Ref>;
  tombstones: Tombstone[];
  find(text: string): Found;
  add(ref: string, sketch?: Sketch): Entry;
}

/** A catalog of sketches in memory, with a finder that knows it. */
export function sampleWorld(people: Partial<People> = {}, contacts?: ReadonlyMap<Ref, OwnerContact>): SampleWorld {
  const nobody = () => undefined;
  const finder = createFinder({ userIdOf: nobody, emailOf: nobody, userGroupIdOf: nobody, ...people }, contacts);
  const entries = new Map<Ref, Entry>();
  const hidden = new Set<Ref>();
  const tombstones: Tombstone[] = [];
  const world: FindWorld = {
    get: (ref) => entries.get(ref),
    visible: (entry) => !hidden.has(entry.ref),
    owners(ref) {
      const owner = entries.get(ref)?.entity.spec?.['owner'];
      const target = typeof owner === 'string' ? canonicalRef(owner, { kind: 'group' }) : undefined;
      return target ? [target] : [];
    },
    tombstone: (ref) => tombstones.find((gone) => gone.ref === ref),
    tombstonesNamed: (name) => tombstones.filter((gone) => gone.name.toLowerCase() === name.toLowerCase()),
  };
  return {
    finder,
    world,
    entries,
    hidden,
    tombstones,
    find: (text) => finder.find(text, world),
    add(ref, sketch = {}) {
      const entry = entryOf(ref, sketch);
      entries.set(entry.ref, entry);
      finder.add(entry);
      return entry;
    },
  };
}

/** What was found, in one line: `one component:default/cart +api:default/cart`. */
export function verdict(found: Found): string {
  const refs = (list: Entry[]): string => list.map(({ ref }) => ref.replace('default/', '')).join(' ');
  switch (found.outcome) {
    case 'one':
      return `one ${refs([found.entry])}${found.alike.length > 0 ? ` + ${refs(found.alike)}` : ''}`;
    case 'assumed':
      return `assumed ${refs([found.entry])}`;
    case 'several':
      return `several of ${found.total}: ${refs(found.entries)}`;
    case 'removed':
      return `removed ${found.tombstone.ref.replace('default/', '')}`;
    case 'none':
      return `none: ${refs(found.nearest)}`;
    case 'nothing-asked':
      return 'nothing asked';
  }
}

/** Entries of descriptor files, as they would be in the directory. */
export function entriesOf(files: ReadonlyMap<string, string>, descriptors: readonly string[]): Entry[] {
  return descriptors.flatMap((path) =>
    loadAll(files.get(path) ?? '').map((document, doc) => {
      const entity = document as Entity;
      entity.metadata.namespace ??= 'default';
      delete entity.spec?.['definition'];
      return place(entity, { path, doc, source: 'organisation' });
    }),
  );
}

function entryOf(text: string, sketch: Sketch): Entry {
  const [kind = '', rest = ''] = text.split(':');
  const [name = '', namespace = 'default'] = rest.split('/').reverse();
  const spec = { ...sketch.spec, ...(sketch.owner !== undefined && { owner: sketch.owner }) };
  const entity = { apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, namespace, ...sketch.metadata }, spec };
  return place(entity, { path: sketch.path ?? `${name}/catalog-info.yaml`, doc: 0, source: sketch.source ?? 'sample' });
}

function place(entity: Entity, where: Pick<Entry, 'path' | 'doc' | 'source'>): Entry {
  const ref = formatRef({ kind: entity.kind, namespace: entity.metadata.namespace, name: entity.metadata.name });
  return { uid: ref, ref, entity, ...where, line: 1, changedAt: new Date(0), rivals: [] };
}
