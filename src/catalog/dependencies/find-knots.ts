import type { Adjacency } from './adjacency.ts';

/**
 * The strongly connected components of a graph, as a number for each node; after Tarjan, without recursion because a
 * chain of needs may be longer than the stack. Each node and each edge is looked at once.
 */
export function findKnots({ starts, ends }: Adjacency): Int32Array {
  const size = starts.length - 1;
  const knots = new Int32Array(size).fill(-1);
  /** When a node was come to, from 1; 0: not yet. */
  const order = new Int32Array(size);
  const lowest = new Int32Array(size);
  const next = starts.slice(0, size);
  const open: number[] = [];
  let come = 0;
  let count = 0;

  const enter = (node: number, way: number[]): void => {
    come += 1;
    order[node] = come;
    lowest[node] = come;
    open.push(node);
    way.push(node);
  };
  const lower = (node: number, to: number): void => {
    if (to < (lowest[node] ?? 0)) lowest[node] = to;
  };
  const close = (node: number): void => {
    if (lowest[node] !== order[node]) return;
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      knots[member] = count;
      if (member === node) break;
    }
    count += 1;
  };

  for (let root = 0; root < size; root++) {
    if (order[root] !== 0) continue;
    const way: number[] = [];
    enter(root, way);
    for (let node = way.at(-1); node !== undefined; node = way.at(-1)) {
      const at = next[node] ?? 0;
      if (at < (starts[node + 1] ?? 0)) {
        next[node] = at + 1;
        const end = ends[at] ?? 0;
        if (order[end] === 0) enter(end, way);
        else if (knots[end] === -1) lower(node, order[end] ?? 0);
        continue;
      }
      way.pop();
      const before = way.at(-1);
      if (before !== undefined) lower(before, lowest[node] ?? 0);
      close(node);
    }
  }
  return knots;
}
