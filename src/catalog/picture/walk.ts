import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { isProduction } from '../ownership/owned.ts';
import { type Direction, stepsFrom } from './steps.ts';

/** A thing on the way from the centre. */
export interface Found {
  ref: Ref;
  direction: Direction;
  /** What it was found next to: the centre, or something that is nearer to it. */
  by: Ref;
  distance: number;
}

/**
 * What is around a thing in one direction: the nearest first, of those production. Steps that are further than there is
 * room for are not taken, so a thing that thousands need costs no more than it has neighbours.
 */
export function walk(view: DirectoryView, centre: Ref, way: { direction: Direction; distance: number; room: number }): Found[] {
  const { direction, distance: most, room } = way;
  const seen = new Set<Ref>([centre]);
  const found: Found[] = [];
  let near: Ref[] = [centre];
  for (let distance = 1; distance <= most && near.length > 0 && found.length < room; distance += 1) {
    const next = near.flatMap((by) => stepsFrom(view, by, direction).map(({ ref }): Found => ({ ref, direction, by, distance })));
    const fresh = next.filter(({ ref }) => !seen.has(ref) && seen.add(ref));
    found.push(...byWorth(view, fresh));
    near = fresh.map(({ ref }) => ref);
  }
  return found;
}

/** Production first, then what is in the catalog; by ref, so that the same catalog gives the same picture. */
function byWorth(view: DirectoryView, found: readonly Found[]): Found[] {
  const rank = (ref: Ref) => {
    const entry = view.get(ref);
    return entry ? (isProduction(entry) ? 0 : 1) : 2;
  };
  const ranked = found.map((one) => ({ one, rank: rank(one.ref) }));
  return ranked.toSorted((a, b) => a.rank - b.rank || (a.one.ref < b.one.ref ? -1 : 1)).map(({ one }) => one);
}
