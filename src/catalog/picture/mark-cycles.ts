import type { PictureEdge } from './picture.ts';

/** Marks the edges from which one can come back to where they start (Tarjan's strongly connected components). */
export function markCycles(edges: readonly PictureEdge[]): PictureEdge[] {
  const component = components(edges);
  return edges.map((edge) => (component.get(edge.from) === component.get(edge.to) ? { ...edge, cycle: true } : edge));
}

function components(edges: readonly PictureEdge[]): Map<string, number> {
  const out = Map.groupBy(edges, ({ from }) => from);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const component = new Map<string, number>();

  // As deep as the picture has nodes at most.
  function visit(node: string): number {
    const own = index.size;
    index.set(node, own);
    stack.push(node);
    let lowest = own;
    for (const { to } of out.get(node) ?? []) {
      if (!index.has(to)) lowest = Math.min(lowest, visit(to));
      else if (!component.has(to)) lowest = Math.min(lowest, index.get(to) ?? own);
    }
    low.set(node, lowest);
    if (lowest === own) for (const one of stack.splice(stack.indexOf(node))) component.set(one, own);
    return lowest;
  }

  for (const { from } of edges) if (!index.has(from)) visit(from);
  return component;
}
