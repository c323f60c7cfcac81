/** The edges of a graph with numbered nodes, in two arrays: those of node n end at `ends[starts[n]…starts[n + 1]]`. */
export interface Adjacency {
  starts: Int32Array;
  ends: Int32Array;
}

/** Edge i leads from `from[i]` to `to[i]`. */
interface Edges {
  from: readonly number[];
  to: readonly number[];
}

/** An edge that is there twice is kept once. `targets`: where edges end at something else than nodes, how many there are of it. */
export function adjacencyOf(size: number, edges: Edges, targets = size): Adjacency {
  const rows = grouped(size, edges);
  const starts = new Int32Array(size + 1);
  const seenFrom = new Int32Array(targets).fill(-1);
  let kept = 0;
  for (let node = 0; node < size; node++) {
    starts[node] = kept;
    for (let at = rows.starts[node] ?? 0; at < (rows.starts[node + 1] ?? 0); at++) {
      const end = rows.ends[at] ?? 0;
      if (seenFrom[end] === node) continue;
      seenFrom[end] = node;
      rows.ends[kept++] = end;
    }
  }
  starts[size] = kept;
  return { starts, ends: rows.ends.slice(0, kept) };
}

/** Counted first, so that nothing has to grow or to be sorted. */
function grouped(size: number, { from, to }: Edges): Adjacency {
  const starts = new Int32Array(size + 1);
  for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  for (let node = 0; node < size; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const ends = new Int32Array(from.length);
  for (const [i, node] of from.entries()) {
    const at = next[node] ?? 0;
    ends[at] = to[i] ?? 0;
    next[node] = at + 1;
  }
  return { starts, ends };
}
