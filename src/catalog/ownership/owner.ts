import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import { canonicalRef, splitRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';

/** What an entity says about its owner, as far as this audience may know it. */
export type Owner =
  | { state: 'known'; ref: Ref; entry: Entry }
  /** Named, but not in the catalog. */
  | { state: 'dangling'; ref: Ref }
  /** In the catalog, but in a source that this audience may not see. */
  | { state: 'hidden' }
  /** The kind can have an owner; this entity names none. */
  | { state: 'unnamed' }
  /** People, groups and locations have no owner. */
  | { state: 'ownerless' };

const ownerless = new Set(['user', 'group', 'location']);

export function ownerOf(view: DirectoryView, entry: Entry): Owner {
  const ref = view.targets(entry.ref, 'ownedBy').toSorted()[0];
  if (ref !== undefined) {
    const owner = view.get(ref);
    return owner ? { state: 'known', ref, entry: owner } : { state: 'dangling', ref };
  }
  if (ownerless.has(kindOf(entry))) return { state: 'ownerless' };
  return writtenOwner(entry.entity) === undefined ? { state: 'unnamed' } : { state: 'hidden' };
}

/** Kind in lower case. */
export function kindOf(entry: Entry): string {
  return entry.entity.kind.toLowerCase();
}

/**
 * What people call it: groups and people by their display name, everything else by its name, which is what they type,
 * with the namespace in front where it is not the default one.
 */
export function displayName({ entity }: Entry): string {
  const { name, namespace, title } = entity.metadata;
  const own = ['group', 'user'].includes(entity.kind.toLowerCase()) ? (text(profileOf(entity)['displayName']) ?? text(title)) : undefined;
  return own ?? (namespace === 'default' ? name : `${namespace}/${name}`);
}

/** The name of whatever a ref names, in the catalog or not. */
export function refName(view: DirectoryView, ref: Ref): string {
  const entry = view.get(ref);
  if (entry) return displayName(entry);
  const { namespace, name } = splitRef(ref);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

export function profileOf(entity: Entity): Record<string, unknown> {
  const profile = entity.spec?.['profile'];
  return typeof profile === 'object' && profile !== null ? (profile as Record<string, unknown>) : {};
}

/** A string with something in it; foreign YAML puts anything anywhere. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function writtenOwner(entity: Entity): Ref | undefined {
  const written = text(entity.spec?.['owner']);
  return written === undefined ? undefined : canonicalRef(written, { kind: 'group', namespace: entity.metadata.namespace });
}
