import type { Viz } from '@viz-js/viz';
import { drawable, fit } from './fit-text.ts';
import { type Layout, layOut, type Point } from './lay-out.ts';
import { legendSvg } from './legend.ts';
import { type Colour, colourOf, ownerColours } from './owner-colours.ts';
import type { Picture } from './picture.ts';
import { type Box, buildBoxes, lineHeight, nameSize, ownerSize, topOf } from './place-nodes.ts';
import { shapeSvg } from './shapes.ts';
import { dim, documentSvg, type Fonts, ink, n, paper, red, textSvg } from './svg.ts';

const padding = 20;
const titleSize = 20;
const takeawaySize = 14;
const headHeight = 60;
const legendGap = 22;
/** Narrower, and a title would have no room. */
const narrowest = 520;

/** The whole picture: what it is about, the graph, and how to read it. */
export function pictureSvg(viz: Viz, fonts: Fonts, picture: Picture): string {
  const layout = layOut(viz, picture, buildBoxes(picture, fonts));
  const colours = ownerColours(picture.nodes);
  const width = Math.max(narrowest, layout.width) + 2 * padding;
  const inner = width - 2 * padding;
  const legend = legendSvg(fonts, picture, { colours, width: inner });
  const shift = { x: padding + (inner - layout.width) / 2, y: padding + headHeight };
  const legendTop = shift.y + layout.height + legendGap;
  return documentSvg({ width, height: legendTop + legend.height + padding }, [
    headSvg(fonts, picture, inner),
    `<g transform="translate(${n(shift.x)} ${n(shift.y)})">`,
    ...layout.edges.toSorted((a, b) => Number(a.edge.cycle ?? false) - Number(b.edge.cycle ?? false)).map(edgeSvg),
    ...layout.boxes.map((box) => boxSvg(box, { colours, inCycle: inCycle(picture, box.node.id) })),
    `</g><g transform="translate(${padding} ${n(legendTop)})">${legend.svg}</g>`,
  ]);
}

export function headSvg({ regular, bold }: Fonts, { title, takeaway }: { title: string; takeaway: string }, width: number): string {
  const [first = ''] = fit(drawable(title, bold), { font: bold, size: titleSize, width });
  const [second = ''] = fit(drawable(takeaway, regular), { font: regular, size: takeawaySize, width });
  return (
    textSvg(first, { x: padding, y: padding + 18, size: titleSize, bold: true }) +
    textSvg(second, { x: padding, y: padding + 40, size: takeawaySize, fill: dim })
  );
}

function inCycle({ edges }: Picture, id: string): boolean {
  return edges.some(({ from, to, cycle }) => cycle === true && (from === id || to === id));
}

function boxSvg(box: Box & Point, { colours, inCycle: circled }: { colours: ReadonlyMap<string, Colour>; inCycle: boolean }): string {
  const { node, x, y, name, owner } = box;
  const { centre = false, dangling = false } = node;
  const colour = colourOf(colours, node.owner);
  const stroke = circled ? red : centre ? ink : colour.strong;
  const fill = centre ? colour.strong : dangling ? paper : colour.light;
  const dash = dangling ? ' stroke-dasharray="5 4"' : '';
  const shape = shapeSvg(node.shape, {
    ...box,
    style: `fill="${fill}" stroke="${stroke}" stroke-width="${circled || centre ? 3 : 1.5}"${dash}`,
  });
  const lines = name.length + (owner === undefined ? 0 : 1);
  const first = y - (lines * lineHeight) / 2 + 14.5 + topOf[node.shape] / 2 - (node.shape === 'fold' ? 3 : 0);
  const write = { x, anchor: 'middle' as const };
  const names = name.map((line, number) =>
    textSvg(line, { ...write, y: first + number * lineHeight, size: nameSize, bold: true, fill: centre ? paper : ink }),
  );
  const below = { ...write, y: first + name.length * lineHeight, size: ownerSize, fill: centre ? paper : dangling ? dim : colour.strong };
  return `<g>${shape}${names.join('')}${owner === undefined ? '' : textSvg(owner, below)}</g>`;
}

function edgeSvg({ edge, points, tip }: Layout['edges'][number]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const colour = edge.cycle ? red : '#6b7280';
  const width = edge.cycle ? 2.5 : 1.3;
  const curve = `M${at(first)}C${rest.map(at).join(' ')}`;
  const line = `<path d="${curve}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return line + headOf({ from: points.at(-1) ?? first, tip, colour, open: edge.kind === 'api' });
}

/** Filled where something is needed itself, open where an API is between. */
function headOf({ from, tip, colour, open }: { from: Point; tip: Point; colour: string; open: boolean }): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [dx, dy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const side = (way: number) => ({ x: from.x - dy * 3.6 * way, y: from.y + dx * 3.6 * way });
  const paint = `fill="${open ? paper : colour}" stroke="${colour}" stroke-width="1.3"`;
  return `<path d="M${at(tip)}L${at(side(1))} ${at(side(-1))}Z" ${paint} stroke-linejoin="round"/>`;
}

const at = ({ x, y }: Point): string => `${n(x)} ${n(y)}`;
