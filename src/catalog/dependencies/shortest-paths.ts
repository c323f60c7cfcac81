import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { walk } from './closure.ts';
import { directNeeds } from './direct-needs.ts';

/** The shortest ways from one thing to another by what each needs. */
export interface ShortestPaths {
  /** All of the same length, both ends included; none where there is no way. */
  paths: Ref[][];
  /** There are others as short that were not looked for. */
  more: boolean;
}

/** At most `most` of them: there can be more than there are atoms. Two that differ only in an API are one. */
export function shortestPaths(graph: NeedsGraph, ends: { from: Ref; to: Ref }, most: number): ShortestPaths {
  const { from, to } = ends;
  const left = distancesTo(graph, ends);
  const length = left.get(from);
  if (length === undefined || length === 0) return { paths: [], more: false };
  const paths: Ref[][] = [];
  // No step leads astray: from each of these the end is as far as was counted.
  const follow = (path: Ref[], ref: Ref, steps: number): boolean => {
    if (steps === 1) return paths.length < most && paths.push([...path, to]) > 0;
    const nearer = directNeeds(graph, ref, 'down').filter((need) => left.get(need.ref) === steps - 1);
    return nearer.every((need) => follow([...path, need.ref], need.ref, steps - 1));
  };
  const all = follow([from], from, length);
  return { paths, more: !all };
}

/** How far the others are from the end, no further than the start is. */
function distancesTo(graph: NeedsGraph, { from, to }: { from: Ref; to: Ref }): ReadonlyMap<Ref, number> {
  const found = new Map<Ref, number>([[to, 0]]);
  let distance = 0;
  for (const nodes of walk(graph, to, 'up')) {
    distance += 1;
    for (const node of nodes) found.set(graph.refOf(node), distance);
    if (found.has(from)) break;
  }
  return found;
}
