import type { NeedsGraph, Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';

/** What is reached from something by its needs, or by those that need it. */
export interface Closure {
  /** By distance, from 1; each ref once, where it is nearest, without the start. Some may not be in the catalog. */
  levels: Ref[][];
  /** There is more beyond the depth that was asked for. */
  more: boolean;
}

/** Of an API as well: what provides it is what it needs, and what consumes it needs it. */
export function closureOf(graph: NeedsGraph, start: Ref, about: { way: Way; depth?: number }): Closure {
  const { way, depth = Infinity } = about;
  const levels: Ref[][] = [];
  for (const nodes of walk(graph, start, way)) {
    if (levels.length === depth) return { levels, more: true };
    levels.push(nodes.map((node) => graph.refOf(node)));
  }
  return { levels, more: false };
}

/** Things by distance, from 1. */
export function* walk(graph: NeedsGraph, start: Ref, way: Way): Generator<number[]> {
  const seen = new Uint8Array(graph.size);
  let nodes = startNodes(graph, start);
  for (const node of nodes) seen[node] = 1;
  while (nodes.length > 0) {
    const level: number[] = [];
    const meet = (node: number): void => {
      if (seen[node] === 1) return;
      seen[node] = 1;
      // An API is passed: what is behind it is as near as the API.
      if (graph.isApi(node)) graph.visit(node, way, meet);
      else if (graph.refOf(node) !== start) level.push(node);
    };
    for (const node of nodes) graph.visit(node, way, meet);
    if (level.length > 0) yield level;
    nodes = level;
  }
}

/** A thing's owner, see `NeedsGraph.ownerOf`: only of what is in the graph. */
export function ownerIn(graph: NeedsGraph, ref: Ref): Ref | undefined {
  const [node] = startNodes(graph, ref);
  return node === undefined ? undefined : graph.ownerOf(node);
}

export function startNodes(graph: NeedsGraph, ref: Ref): number[] {
  return [graph.thing(ref), graph.api(ref)].filter((node) => node !== undefined);
}
