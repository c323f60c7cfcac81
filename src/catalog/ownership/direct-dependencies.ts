import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { displayName, ownerOf, refName } from './owner.ts';
import type { Owner } from './owner.ts';
import { byImportance } from './owned.ts';

/** Another end of one of an entity's relations. */
export type Neighbour =
  | { state: 'known'; ref: Ref; name: string; entry: Entry; owner: Owner }
  /** Named, but not in the catalog. */
  | { state: 'dangling'; ref: Ref; name: string };

export interface DirectDependencies {
  /** Only what there is; in the order of `dependencyTypes`. */
  groups: { type: DependencyType; neighbours: Neighbour[] }[];
  /** How many it depends on, APIs that it consumes counted. */
  needs: number;
  /** How many depend on it, consumers of an API counted. */
  neededBy: number;
  /** Different owners among all neighbours. */
  owners: number;
}

/** Relation types that are shown, as seen from the entity (`Relation.type` of Backstage's model). */
export const dependencyTypes = [
  'dependsOn',
  'dependencyOf',
  'consumesApi',
  'apiConsumedBy',
  'providesApi',
  'apiProvidedBy',
  'hasPart',
] as const;
export type DependencyType = (typeof dependencyTypes)[number];

/** What an entity is directly related to: one step, no walking. Production first, the unknown last. */
export function directDependencies(view: DirectoryView, entry: Entry): DirectDependencies {
  const groups = dependencyTypes
    .map((type) => ({
      type,
      neighbours: view
        .targets(entry.ref, type)
        .map((ref) => neighbour(view, ref))
        .sort(order),
    }))
    .filter(({ neighbours }) => neighbours.length > 0);
  const count = (...types: DependencyType[]) =>
    new Set(groups.filter(({ type }) => types.includes(type)).flatMap(({ neighbours }) => neighbours.map(({ ref }) => ref))).size;
  const owners = new Set(groups.flatMap(({ neighbours }) => neighbours.flatMap(ownerRef)));
  return { groups, needs: count('dependsOn', 'consumesApi'), neededBy: count('dependencyOf', 'apiConsumedBy'), owners: owners.size };
}

function neighbour(view: DirectoryView, ref: Ref): Neighbour {
  const entry = view.get(ref);
  if (!entry) return { state: 'dangling', ref, name: refName(view, ref) };
  return { state: 'known', ref, name: displayName(entry), entry, owner: ownerOf(view, entry) };
}

function order(a: Neighbour, b: Neighbour): number {
  if (a.state === 'known' && b.state === 'known') return byImportance(a.entry, b.entry);
  if (a.state === b.state) return a.name.localeCompare(b.name);
  return a.state === 'known' ? -1 : 1;
}

function ownerRef(neighbour: Neighbour): Ref[] {
  return neighbour.state === 'known' && 'ref' in neighbour.owner ? [neighbour.owner.ref] : [];
}
