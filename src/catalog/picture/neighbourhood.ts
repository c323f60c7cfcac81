import type { DirectoryView, Entry } from '#core/directory.ts';
import type { NeedsGraph, Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { drawnNode, type Sight } from './drawn-node.ts';
import { foldFurther } from './fold-further.ts';
import { type Folded, foldRest } from './fold-rest.ts';
import { markCycles } from './mark-cycles.ts';
import { mostNodes, type Picture, type PictureEdge } from './picture.ts';
import { stepsFrom } from './steps.ts';
import { type Found, walk } from './walk.ts';

/** What is drawn around a thing: which ways, and how far; 1 is what it is directly joined to. */
export interface Around {
  centre: Entry;
  ways: readonly Way[];
  distance: number;
}

/** All that needs a thing, directly or not; `total` things. */
export interface Above {
  centre: Entry;
  total: number;
}

/** In one column more are too far from each other to be looked at together. */
const mostEachWay = 20;
/** With one way there are more columns. */
const mostOneWay = 30;
const mostColumns = 4;
/** In a picture so small every need among its nodes is drawn, in others only those that lead one step nearer or further. */
const small = 15;
/** More than this are not joined in one picture: nobody could follow the lines. */
const mostEdges = 160;

/**
 * The picture of what is around a thing, as far as this audience may see it: the near first, of those production, and what
 * has no place folded by owner. Pure.
 */
export function buildNeighbourhood(view: DirectoryView, { centre, ways, distance }: Around): Drawn {
  const graph = view.needs();
  const reach = { distance, columns: distance, room: mostEachWay };
  const found = ways.map((way) => walk({ view, graph }, centre.ref, { way, ...reach }));
  const rooms = share(found.map(({ length }) => Math.min(length, mostEachWay)));
  const { parts, ...drawn } = draw({ view, graph }, { centre: centre.ref, found, rooms });
  return joinFolds(drawn, parts);
}

/** The same of all that needs a thing, by distance; what is further away than there is room for is counted. Pure. */
export function buildAbove(view: DirectoryView, { centre, total }: Above): Drawn {
  const graph = view.needs();
  const found = walk({ view, graph }, centre.ref, { way: 'up', distance: Infinity, columns: mostColumns, room: mostOneWay });
  const { parts, ...drawn } = draw({ view, graph }, { centre: centre.ref, found: [found], rooms: [mostOneWay] });
  const [part = nothing] = parts;
  return joinFolds(drawn, [part, foldFurther(graph, { ...part, total })]);
}

type Drawn = Pick<Picture, 'nodes' | 'edges'>;
const nothing: Folded = { drawn: [], folds: [], edges: [], found: [] };

function joinFolds({ nodes, edges }: Drawn, parts: readonly Pick<Folded, 'folds' | 'edges'>[]): Drawn {
  const all = [...parts.flatMap((part) => part.edges), ...edges];
  return { nodes: [...nodes, ...parts.flatMap((part) => part.folds)], edges: all.slice(0, mostEdges) };
}

interface Sides {
  centre: Ref;
  found: readonly (readonly Found[])[];
  rooms: readonly number[];
}

function draw(sight: Sight, { centre, found, rooms }: Sides): Drawn & { parts: Folded[] } {
  const seen = new Set<Ref>([centre]);
  const levels = new Map<Ref, number>([[centre, 0]]);
  const parts = found.map((side, n) => {
    // What is on both sides, as in a cycle, is drawn once.
    const fresh = side.filter(({ ref }) => !seen.has(ref));
    const part = foldRest(sight, fresh, rooms[n] ?? 0);
    for (const { ref, way, column } of part.drawn) {
      seen.add(ref);
      levels.set(ref, way === 'down' ? column : -column);
    }
    return part;
  });
  const isStep = ({ from, to }: PictureEdge) => (levels.get(to) ?? 0) - (levels.get(from) ?? 0) === 1;
  const among = markCycles(joined(sight.graph, seen)).filter((edge) => seen.size <= small || edge.cycle || isStep(edge));
  const nodes = [...seen].map((ref) => drawnNode(sight, ref));
  return { parts, edges: among, nodes: nodes.map((node) => (node.id === centre ? { ...node, centre: true as const } : node)) };
}

/** How many places each way gets: its part, and what the others leave of theirs. */
function share(wanted: readonly number[]): number[] {
  const all = mostNodes - 1;
  const fair = Math.floor(all / Math.max(1, wanted.length));
  let left = wanted.reduce((sum, want) => sum - Math.min(want, fair), all);
  return wanted.map((want) => {
    const more = Math.min(Math.max(0, want - fair), left);
    left -= more;
    return Math.min(want, fair) + more;
  });
}

/** All needs among what is drawn, those of the centre first. */
function joined(graph: NeedsGraph, drawn: ReadonlySet<Ref>): PictureEdge[] {
  return [...drawn].flatMap((from) =>
    stepsFrom(graph, from, 'down')
      .filter(({ ref }) => drawn.has(ref))
      .map(({ ref, kind }) => ({ from, to: ref, kind })),
  );
}
