import { needsGraph } from '#catalog/dependencies/needs-graph.ts';
import { buildNeedsIndex } from '#catalog/dependencies/needs-index.ts';
import { createFinder } from '#catalog/find/finder.ts';
import { inverseOf, relate } from '#catalog/relate.ts';
import type { Directory, DirectoryView, Entry, Freshness, SourceFacts, Tombstone } from '#core/directory.ts';
import type { Entity, EntityMetadata, Relation } from '#core/entity.ts';
import type { People } from '#core/ports.ts';
import { formatRef, type Ref } from '#core/ref.ts';
import type { Viewer } from '#core/viewer.ts';

/** Five past two on the day all stories happen. */
export const now = new Date('2026-11-23T14:05:00Z');
export const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

export interface WorldFacts {
  entities: readonly (Entity | (Partial<Entry> & { entity: Entity }))[];
  sources?: readonly (Partial<SourceFacts> & { name: string })[];
  tombstones?: readonly Tombstone[];
  freshness?: Freshness;
  people?: People;
}

export const nobody: People = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };

export function entity(kind: string, name: string, spec: Record<string, unknown> = {}, metadata: Partial<EntityMetadata> = {}): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind, metadata: { namespace: 'default', ...metadata, name }, spec };
}

/** A catalog in memory for stories about answers: relations as the model has them, the product's own finder. */
export function world(facts: WorldFacts): Directory {
  const entries = new Map(
    facts.entities.map((given) => toEntry('entity' in given ? given : { entity: given })).map((entry) => [entry.ref, entry]),
  );
  const sources = new Map((facts.sources ?? [{ name: 'catalog' }]).map((source) => [source.name, toSource(source)]));
  const finder = createFinder(facts.people ?? nobody);
  for (const entry of entries.values()) finder.add(entry);
  const freshness = facts.freshness ?? { from: 'database', asOf: now };
  const tombstones = facts.tombstones ?? [];

  function viewFor(viewer: Viewer): DirectoryView {
    const sees = (entry: Entry | undefined) => entry !== undefined && mayRead(viewer, sources.get(entry.source));
    const shown = (ref: Ref) => (sees(entries.get(ref)) ? entries.get(ref) : undefined);
    const relations = (ref: Ref): Relation[] =>
      related([...entries.values()].filter(sees), ref).filter(({ targetRef }) => !entries.has(targetRef) || sees(entries.get(targetRef)));
    const targets = (ref: Ref, type: string) => relations(ref).flatMap((relation) => (relation.type === type ? relation.targetRef : []));
    const tombstone = (ref: Ref) => tombstones.find((gone) => gone.ref === ref);
    return {
      get: shown,
      withUid: (uid) => [...entries.values()].find((entry) => entry.uid === uid && sees(entry)),
      relations,
      targets,
      needs: () =>
        needsGraph(
          buildNeedsIndex([...entries.values()].filter(sees).map(({ ref, entity }) => [ref, relate(entity)])),
          (ref) => entries.has(ref) && !shown(ref),
        ),
      tombstone,
      tombstoneWithUid: (uid) => tombstones.find((gone) => gone.uid === uid),
      freshness,
      entries: () => [...entries.values()].filter(sees),
      nearest: (ref) => finder.nearestRef(ref, { get: shown, visible: sees, owners: () => [], tombstone, tombstonesNamed: () => [] }),
      suggest: (typed, limit) =>
        finder.suggest(typed, limit, {
          get: shown,
          visible: sees,
          tombstone,
          owners: (ref) => targets(ref, 'ownedBy'),
          tombstonesNamed: () => [],
        }),
      findExactly: (text) =>
        finder.findExactly(text, {
          get: shown,
          visible: sees,
          tombstone,
          owners: (ref) => targets(ref, 'ownedBy'),
          tombstonesNamed: () => [],
        }),
      source: (name) => (mayRead(viewer, sources.get(name)) ? sources.get(name) : undefined),
      find: (text) =>
        finder.find(text, {
          get: shown,
          visible: sees,
          tombstone,
          owners: (ref) => targets(ref, 'ownedBy'),
          tombstonesNamed: (name) => tombstones.filter((gone) => gone.name.toLowerCase() === name.toLowerCase()),
        }),
    };
  }

  return { for: viewFor, sources: () => [...sources.values()], freshness, size: entries.size };
}

function related(from: readonly Entry[], ref: Ref): Relation[] {
  const found = new Map<string, Relation>();
  for (const { entity } of from) {
    for (const { sourceRef, type, targetRef } of relate(entity)) {
      if (sourceRef === ref) found.set(`${type} ${targetRef}`, { type, targetRef });
      if (targetRef === ref) found.set(`${inverseOf(type)} ${sourceRef}`, { type: inverseOf(type), targetRef: sourceRef });
    }
  }
  return [...found.values()];
}

function mayRead(viewer: Viewer, source: SourceFacts | undefined): boolean {
  if (!source || source.visibleTo === 'everyone' || viewer.kind === 'operator') return source !== undefined;
  return 'groups' in viewer && source.visibleTo.some((group) => viewer.groups.includes(group));
}

function toEntry({ entity, ...facts }: Partial<Entry> & { entity: Entity }): Entry {
  const ref = formatRef({ kind: entity.kind, ...entity.metadata });
  const place = { source: 'catalog', path: 'catalog-info.yaml', doc: 0, line: 1, changedAt: minutesAgo(600), rivals: [] };
  const ownerLine = entity.spec?.['owner'] === undefined ? {} : { ownerLine: 14 };
  return { uid: ref, ref, entity, ...place, ...ownerLine, ...facts };
}

function toSource(facts: Partial<SourceFacts> & { name: string }): SourceFacts {
  return {
    type: 'git',
    position: 0,
    authority: true,
    visibleTo: 'everyone',
    everyMs: 60_000,
    webUrl: 'https://github.com/acme/catalog',
    head: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
    branch: 'main',
    seenAt: new Date(now.getTime() - 42_000),
    syncedAt: minutesAgo(5),
    ok: true,
    entities: 0,
    problems: 0,
    held: 0,
    ...facts,
  };
}
