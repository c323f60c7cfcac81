import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { startNodes } from './closure.ts';
import { directNeeds } from './direct-needs.ts';

/**
 * The circles that lead back to a thing: through each that it directly needs the shortest, if there is one. Shortest
 * first, the thing itself at both ends.
 */
export function findCycles(graph: NeedsGraph, start: Ref): Ref[][] {
  const own = startNodes(graph, start);
  if (own.length === 0) return [];
  const onward = wayBack(graph, start);
  return directNeeds(graph, start, 'down')
    .filter(({ ref }) => ref === start || onward.has(ref))
    .map(({ ref }) => follow(onward, start, ref))
    .sort((a, b) => a.length - b.length || a.join(' ').localeCompare(b.join(' ')));
}

/** For whatever leads back to the start, the next thing on its shortest way there; found by going up from the start. */
function wayBack(graph: NeedsGraph, start: Ref): ReadonlyMap<Ref, Ref> {
  const onward = new Map<Ref, Ref>();
  const seen = new Set<number>(startNodes(graph, start));
  let nodes = [...seen];
  while (nodes.length > 0) {
    const level: number[] = [];
    for (const node of nodes) {
      const next = graph.refOf(node);
      const meet = (other: number): void => {
        // Whatever is in no circle with it is not gone through: most things are in none.
        if (seen.has(other) || !graph.mayCircle(node, other)) return;
        seen.add(other);
        if (graph.isApi(other)) return graph.visit(other, 'up', meet);
        onward.set(graph.refOf(other), next);
        level.push(other);
      };
      graph.visit(node, 'up', meet);
    }
    nodes = level;
  }
  return onward;
}

function follow(onward: ReadonlyMap<Ref, Ref>, start: Ref, first: Ref): Ref[] {
  const path = [start, first];
  for (let ref = first; ref !== start;) {
    ref = onward.get(ref) ?? start;
    path.push(ref);
  }
  return path;
}
