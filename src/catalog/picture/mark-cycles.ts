import { adjacencyOf } from '../dependencies/adjacency.ts';
import { findKnots } from '../dependencies/find-knots.ts';
import type { PictureEdge } from './picture.ts';

/** Marks the edges from which one can come back to where they start, by what is drawn alone: what is hidden is in no cycle here. */
export function markCycles(edges: readonly PictureEdge[]): PictureEdge[] {
  const nodes = new Map([...new Set(edges.flatMap(({ from, to }) => [from, to]))].map((id, node) => [id, node]));
  const node = (id: string): number => nodes.get(id) ?? 0;
  const knots = findKnots(adjacencyOf(nodes.size, { from: edges.map(({ from }) => node(from)), to: edges.map(({ to }) => node(to)) }));
  return edges.map((edge) => (knots[node(edge.from)] === knots[node(edge.to)] ? { ...edge, cycle: true } : edge));
}
