import type { DirectoryView } from '#core/directory.ts';
import { firstInOrder } from '#core/first-in-order.ts';
import type { Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { isProduction } from '../ownership/owned.ts';
import type { Sight } from './drawn-node.ts';
import { stepsFrom } from './steps.ts';

/** A thing on the way from the centre. */
export interface Found {
  ref: Ref;
  way: Way;
  /** What it was found next to: the centre, or something that is nearer to it. */
  by: Ref;
  /** An API is passed: what is behind it is as near as the API. */
  distance: number;
  /** Steps, those through APIs counted. */
  column: number;
}

export interface Reach {
  way: Way;
  distance: number;
  columns: number;
  room: number;
}

/**
 * What is around a thing in one direction: the nearest first, of those production, as far as there is room. Steps that are further than there is
 * room for are not taken, so a thing that thousands need costs no more than it has neighbours.
 */
export function walk({ view, graph }: Sight, centre: Ref, reach: Reach): Found[] {
  const { way } = reach;
  const seen = new Set<Ref>([centre]);
  const next = ({ ref: by, column, distance }: Pick<Found, 'ref' | 'column' | 'distance'>): Found[] => {
    if (column === reach.columns) return [];
    const steps = stepsFrom(graph, by, way).filter(({ ref }) => !seen.has(ref) && seen.add(ref));
    const met = steps.map(({ ref }): Found => ({ ref, way, by, distance, column: column + 1 }));
    return met.flatMap((one) => (isApi(one.ref) ? [one, ...next(one)] : one));
  };
  const found: Found[] = [];
  let near: Found[] = next({ ref: centre, column: 0, distance: 1 });
  while (near.length > 0) {
    near = byWorth(view, near, reach.room - found.length);
    found.push(...near);
    const [{ distance } = { distance: reach.distance }] = near;
    if (distance === reach.distance || found.length >= reach.room) break;
    near = near.filter(({ ref }) => !isApi(ref)).flatMap((one) => next({ ...one, distance: distance + 1 }));
  }
  return found;
}

const isApi = (ref: Ref): boolean => ref.startsWith('api:');

/** Production first, then what is in the catalog; by ref, so that the same catalog gives the same picture. What has no room follows as it comes. */
function byWorth(view: DirectoryView, found: readonly Found[], room: number): Found[] {
  const rank = (ref: Ref) => {
    const entry = view.get(ref);
    return entry ? (isProduction(entry) ? 0 : 1) : 2;
  };
  const ranked = found.map((one) => ({ one, rank: rank(one.ref) }));
  const first = firstInOrder(ranked, room, (a, b) => a.rank - b.rank || (a.one.ref < b.one.ref ? -1 : 1)).map(({ one }) => one);
  const placed = new Set(first);
  return placed.size === found.length ? first : [...first, ...found.filter((one) => !placed.has(one))];
}
