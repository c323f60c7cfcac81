import type { Way } from '#core/needs-graph.ts';
import { ownerIn } from '../dependencies/closure.ts';
import { drawnOwner, type Sight } from './drawn-node.ts';
import type { PictureEdge, PictureNode } from './picture.ts';
import type { Found } from './walk.ts';

/** What has a place of its own, and what stands for the others. */
export interface Folded {
  drawn: Found[];
  folds: PictureNode[];
  edges: PictureEdge[];
  /** Of what was found, what is drawn or folded. */
  found: readonly Found[];
}

/** Places for what is folded: the owners of most of it, and one for all others. */
const mostFolds = 4;

/**
 * Keeps the first of them, as far as there is room, and folds the rest by owner. Of what is further away than that rest
 * nothing is said. Pure.
 */
export function foldRest(sight: Sight, found: readonly Found[], room: number): Folded {
  if (found.length <= room) return { drawn: [...found], folds: [], edges: [], found };
  const kept = found.slice(0, Math.max(0, room - mostFolds));
  const last = found[room]?.distance ?? 1;
  const rest = found.slice(kept.length).filter(({ distance }) => distance <= last);
  const groups = [...Map.groupBy(rest, ({ ref }) => ownerIn(sight.graph, ref) ?? '')];
  const largest = groups.sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1)).map(([, group]) => group);
  const named = largest.slice(0, largest.length > mostFolds ? mostFolds - 1 : mostFolds);
  const others = largest.slice(named.length);
  // One thing takes no more room than what would stand for it.
  const single = named.filter((group) => group.length === 1).flat();
  const folds = named.filter((group) => group.length > 1).map((group) => ({ group, node: foldOf(sight, group) }));
  if (others.length > 0) folds.push({ group: others.flat(), node: foldOfOthers(others) });
  return { drawn: [...kept, ...single], folds: folds.map(({ node }) => node), edges: join(folds), found: [...kept, ...rest] };
}

function foldOf(sight: Sight, group: readonly Found[]): PictureNode {
  const owner = drawnOwner(sight, first(group));
  return { id: `${wayOf(group)} ${owner?.ref ?? 'unowned'}`, name: `${group.length} more`, shape: 'fold', ...(owner && { owner }) };
}

function foldOfOthers(groups: readonly (readonly Found[])[]): PictureNode {
  const all = groups.flat();
  return { id: `${wayOf(all)} others`, name: `${all.length} more of ${groups.length} owners`, shape: 'fold' };
}

/** What is folded is joined to what it was found next to, or to what stands for that. */
function join(folds: readonly { group: readonly Found[]; node: PictureNode }[]): PictureEdge[] {
  const standsFor = new Map(folds.flatMap(({ group, node }) => group.map(({ ref }) => [ref, node.id] as const)));
  return folds.flatMap(({ group, node: { id } }) => {
    const next = new Set(group.map(({ by }) => standsFor.get(by) ?? by));
    next.delete(id);
    return [...next].sort().map((by): PictureEdge => {
      const kind = by.startsWith('api:') ? 'api' : 'depends';
      return wayOf(group) === 'down' ? { from: by, to: id, kind } : { from: id, to: by, kind };
    });
  });
}

const wayOf = (group: readonly Found[]): Way => group[0]?.way ?? 'down';
const first = (group: readonly Found[]): string => group[0]?.ref ?? '';
