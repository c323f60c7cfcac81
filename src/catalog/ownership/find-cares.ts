import type { CatalogConfig } from '#core/catalog-config.ts';
import type { DirectoryView, Entry, Place } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { relate } from '../relate.ts';
import { contactsOf } from './contacts.ts';
import { isProduction, ownedBy } from './owned.ts';
import { kindOf, ownerOf, text } from './owner.ts';

/** Something that a team should put right, about something that it owns, about itself, or about a part of its systems. */
export type Care = { entry: Entry } & (
  | { sort: 'owner-missing'; owner: Ref }
  | { sort: 'owner-unnamed' }
  | { sort: 'broken'; line: number; message: string }
  | { sort: 'held' }
  | { sort: 'disputed'; rivals: readonly Place[] }
  | { sort: 'unreachable' }
  | { sort: 'target-missing'; type: string; target: Ref }
  | { sort: 'undescribed' }
);

export interface Cares {
  /** Gravest first, production before all else of the same sort. */
  cares: Care[];
  /** Not all that they own was looked at: a company's root group owns tens of thousands. */
  capped: boolean;
}

/** Gravest first: what nobody answers for, then what may be wrong, then what is missing. */
const gravity: readonly Care['sort'][] = [
  'owner-missing',
  'owner-unnamed',
  'broken',
  'held',
  'disputed',
  'unreachable',
  'target-missing',
  'undescribed',
];

/** What fits between two frames. */
export const mostLooked = 2_000;

/** What these teams should put right, as far as this audience may see it. From memory alone. */
export function findCares(view: DirectoryView, teams: readonly Entry[], config: Pick<CatalogConfig, 'owners'>): Cares {
  const things = new Map<Ref, Entry>();
  for (const team of teams) {
    for (const entry of ownedBy(view, team).all) {
      if (things.size < mostLooked) things.set(entry.ref, entry);
    }
  }
  const cares = [
    ...teams.flatMap((team) => caresOfTeam(view, team, config)),
    ...[...things.values()].flatMap((entry) => caresOf(view, entry)),
    ...strays(view, things).flatMap((entry) => aboutOwner(view, entry)),
  ];
  return { cares: cares.sort(byGravity), capped: things.size === mostLooked };
}

function byGravity(a: Care, b: Care): number {
  return gravity.indexOf(a.sort) - gravity.indexOf(b.sort) || Number(isProduction(b.entry)) - Number(isProduction(a.entry));
}

/** Someone who is asked at night has to know where: a channel, a user group, or at least an address. */
function caresOfTeam(view: DirectoryView, team: Entry, config: Pick<CatalogConfig, 'owners'>): Care[] {
  const { channel, userGroup, email } = contactsOf(view, team.ref, config);
  return channel || userGroup || email ? [] : [{ entry: team, sort: 'unreachable' }];
}

function caresOf(view: DirectoryView, entry: Entry): Care[] {
  const { broken, held, rivals, entity } = entry;
  // What nothing names any more disputes nothing.
  const others = rivals.filter(({ source }) => !view.source(source)?.orphanedAt);
  return [
    ...(broken ? [{ entry, sort: 'broken', ...broken } as const] : []),
    ...(held ? [{ entry, sort: 'held' } as const] : []),
    ...(others.length > 0 ? [{ entry, sort: 'disputed', rivals: others } as const] : []),
    ...missingTargets(view, entry),
    ...(text(entity.metadata.description) === undefined ? [{ entry, sort: 'undescribed' } as const] : []),
  ];
}

function missingTargets(view: DirectoryView, entry: Entry): Care[] {
  return relate(entry.entity).flatMap(({ type, targetRef }): Care[] => {
    if (type === 'ownedBy' || view.get(targetRef)) return [];
    // What this audience may not see is not missing.
    if (!view.targets(entry.ref, type).includes(targetRef)) return [];
    return [{ entry, sort: 'target-missing', type, target: targetRef }];
  });
}

/** What lies in systems and domains of theirs, and is nobody's. */
function strays(view: DirectoryView, things: ReadonlyMap<Ref, Entry>): Entry[] {
  const wholes = [...things.values()].filter((entry) => ['system', 'domain'].includes(kindOf(entry)));
  const parts = new Set(wholes.flatMap(({ ref }) => view.targets(ref, 'hasPart')));
  return [...parts].flatMap((ref) => (things.has(ref) ? [] : (view.get(ref) ?? [])));
}

function aboutOwner(view: DirectoryView, entry: Entry): Care[] {
  const owner = ownerOf(view, entry);
  if (owner.state === 'unnamed') return [{ entry, sort: 'owner-unnamed' }];
  return owner.state === 'dangling' ? [{ entry, sort: 'owner-missing', owner: owner.ref }] : [];
}
