import type { Viz } from '@viz-js/viz';
import type { Box } from './place-nodes.ts';
import type { Picture, PictureEdge } from './picture.ts';
import { apiPoint } from './shapes.ts';

export interface Point {
  x: number;
  y: number;
}

/** Where everything is; y grows downwards. */
export interface Layout {
  width: number;
  height: number;
  boxes: readonly (Box & Point)[];
  /** `points`: a cubic Bézier spline, whose last point is where the arrowhead starts; it ends at `tip`. */
  edges: readonly { edge: PictureEdge; points: readonly Point[]; tip: Point }[];
}

/** Graphviz measures in inches of 72 points. */
const inch = 72;
const margin = 2;

/**
 * Finds a place for every box, what needs others on the left. Graphviz is given numbers alone, sizes and who is joined to
 * whom, so that no name can mean anything to it. Throws when it cannot place them.
 */
export function layOut(viz: Viz, { edges, nodes }: Picture, boxes: readonly Box[]): Layout {
  const numbers = new Map(nodes.map(({ id }, number) => [id, number]));
  const known = edges.filter(({ from, to }) => numbers.has(from) && numbers.has(to) && from !== to);
  const at = (id: string) => `n${numbers.get(id) ?? 0}`;
  const lines = known.map(({ from, to }, number) => `${at(from)} -> ${at(to)} [id=${number}];`);
  const sizes = boxes.map(({ width, height }, number) => `n${number} [width=${width / inch},height=${height / inch}];`);
  const dot = `digraph { rankdir=LR; nodesep=0.16; ranksep=0.55; node [shape=box,fixedsize=true,label=""]; edge [arrowsize=0.8]; ${[...sizes, ...lines].join(' ')} }`;
  const said = viz.renderJSON(dot) as Said;
  const [, , width = 0, height = 0] = said.bb.split(',').map(Number);
  const turned = ({ x, y }: Point): Point => ({ x: x + margin, y: height - y + margin });
  const places = new Map((said.objects ?? []).map(({ name, pos }) => [name, turned(point(pos))]));
  const placed = boxes.map((box, number) => ({ ...box, ...(places.get(`n${number}`) ?? { x: 0, y: 0 }) }));
  const boxOf = (id: string) => placed[numbers.get(id) ?? 0];
  return {
    width: width + 2 * margin,
    height: height + 2 * margin,
    boxes: placed,
    edges: (said.edges ?? []).flatMap(({ id, pos }) => {
      const edge = known[Number(id)];
      return edge ? [{ edge, ...meet(spline(pos, turned), { from: boxOf(edge.from), to: boxOf(edge.to) }) }] : [];
    }),
  };
}

type Spline = Pick<Layout['edges'][number], 'points' | 'tip'>;
type Placed = Layout['boxes'][number] | undefined;

/** Graphviz lets all lines end at a rectangle; what has slanted sides is met where it is. */
function meet({ points, tip }: Spline, { from, to }: { from: Placed; to: Placed }): Spline {
  const moved = (at: Point, by: number): Point => ({ x: at.x + by, y: at.y });
  const [first = tip] = points;
  const [out, by] = [slantAt(from, first), slantAt(to, tip)];
  // Less and less along the line, so that it has no bend.
  const shift = (n: number) => out * Math.max(0, 1 - n / 3) + by * Math.min(1, Math.max(0, 1 - (points.length - 2 - n) / 3));
  return { points: points.map((at, n) => moved(at, shift(n))), tip: moved(tip, by) };
}

/** How far the side is from that of the rectangle, towards the middle. */
function slantAt(box: Placed, at: Point): number {
  if (box?.node.shape !== 'api') return 0;
  const [across, along] = [Math.abs(at.y - box.y) / (box.height / 2), box.width / 2 - Math.abs(at.x - box.x)];
  const isAbove = across > 0.99;
  return Math.sign(box.x - at.x) * (isAbove ? Math.max(0, apiPoint - along) : apiPoint * across);
}

/** What Graphviz says, as far as it is read (https://graphviz.org/docs/outputs/json). */
interface Said {
  bb: string;
  objects?: { name: string; pos: string }[];
  edges?: { id: string; pos: string }[];
}

/** `e,x,y x,y x,y …` (https://graphviz.org/docs/attr-types/splineType): the tip, then the spline. */
function spline(pos: string, turned: (at: Point) => Point): Spline {
  const parts = pos.split(' ');
  const points = parts.filter((part) => !/^[es],/.test(part)).map((part) => turned(point(part)));
  const end = parts.find((part) => part.startsWith('e,'));
  return { points, tip: end === undefined ? (points.at(-1) ?? { x: 0, y: 0 }) : turned(point(end.slice(2))) };
}

function point(text: string): Point {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return { x, y };
}
