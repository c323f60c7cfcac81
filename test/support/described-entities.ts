import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { createCatalogMemory } from '#catalog/directory/catalog-memory.ts';
import { buildView } from '#catalog/directory/build-view.ts';
import type { SourceRow } from '#catalog/directory/memory.ts';
import type { Directory, Entry } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import { formatRef } from '#core/ref.ts';
import { nobody, now } from './world.ts';

/** Everything that is described in a folder's files, whatever wrote them. */
export function entitiesIn(folder: string): Entity[] {
  return globSync('**/*.{yaml,yml}', { cwd: folder }).flatMap((path) => {
    if (path.includes('skeleton/')) return [];
    try {
      return (loadAll(readFileSync(join(folder, path), 'utf8')) as unknown[]).flatMap(asEntity);
    } catch {
      // Templates of other tools, which are no YAML before they are filled in.
      return [];
    }
  });
}

function asEntity(value: unknown): Entity[] {
  const { kind, metadata } = (value ?? {}) as Partial<Entity>;
  if (typeof kind !== 'string' || typeof metadata?.name !== 'string' || !/^[\w.-]+$/.test(metadata.name)) return [];
  return [{ ...(value as Entity), metadata: { ...metadata, namespace: metadata.namespace ?? 'default' } }];
}

/** A catalog of it, which everybody sees. */
export function directoryOf(entities: readonly Entity[]): Directory {
  const { memory, finder } = createCatalogMemory(nobody);
  memory.setSources([source]);
  for (const entity of entities) memory.put({ entry: entryOf(entity), print: 0 });
  const freshness = { from: 'database', asOf: now } as const;
  const view = buildView({ memory, finder, freshness: () => freshness }, () => true);
  return { for: () => view, sources: () => [], freshness, size: entities.length };
}

const source: SourceRow = {
  name: 'any',
  type: 'git',
  position: 0,
  authority: true,
  visibleTo: 'everyone',
  everyMs: 60_000,
  head: 'a'.repeat(40),
  branch: 'main',
  seenAt: now,
  syncedAt: now,
  ok: true,
  problems: 0,
  held: 0,
  webUrl: 'https://github.com/acme/any',
};

function entryOf(entity: Entity): Entry {
  const ref = formatRef({ kind: entity.kind, ...entity.metadata });
  return { uid: ref, ref, entity, source: 'any', path: 'catalog-info.yaml', doc: 0, line: 1, changedAt: now, rivals: [] };
}
