import { drawable, fit } from './fit-text.ts';
import { byWeight, type Colour, colourOf, grey } from './owner-colours.ts';
import type { NodeShape, Picture } from './picture.ts';
import { shapeSvg } from './shapes.ts';
import { dim, type Fonts, ink, n, paper, red, textSvg } from './svg.ts';

const size = 13;
const rowHeight = 24;
const markWidth = 24;
const markHeight = 15;
const gap = 20;
const longest = 190;

interface Item {
  mark: (x: number, y: number) => string;
  label: string;
}

/** How to read the picture: only what occurs in it. Two groups, owners by colour and the rest by form. */
export function legendSvg(
  { regular }: Fonts,
  picture: Picture,
  { colours, width }: { colours: ReadonlyMap<string, Colour>; width: number },
): { svg: string; height: number } {
  const clean = (text: string) => drawable(text, regular);
  const groups = [ownerItems(picture, colours, clean), formItems(picture)].filter((items) => items.length > 0);
  const parts: string[] = [`<path d="M0 0.5H${n(width)}" stroke="#d8dade" fill="none"/>`];
  let y = 18;
  for (const items of groups) {
    let x = 0;
    for (const { mark, label } of items) {
      const [text = ''] = fit(label, { font: regular, size, width: longest });
      const wide = markWidth + 8 + regular.width(text, size);
      if (x > 0 && x + wide > width) [x, y] = [0, y + rowHeight];
      parts.push(mark(x + markWidth / 2, y), textSvg(text, { x: x + markWidth + 8, y: y + 4.5, size, fill: ink }));
      x += wide + gap;
    }
    y += rowHeight;
  }
  return { svg: parts.join(''), height: y - 8 };
}

function ownerItems({ nodes }: Picture, colours: ReadonlyMap<string, Colour>, clean: (text: string) => string): Item[] {
  const owners = byWeight(nodes);
  // Those without a colour of their own are named in their boxes only.
  const coloured = owners.filter(({ ref }) => colours.has(ref));
  const items = coloured.map((owner) => ({
    mark: swatch('other', colourOf(colours, owner)),
    label: clean(owner.name) || clean(owner.ref) || 'owner',
  }));
  const rest = owners.length - items.length;
  return rest > 0 ? [...items, { mark: swatch('other', grey), label: rest === 1 ? '1 more owner' : `${rest} more owners` }] : items;
}

const shapeNames: Readonly<Record<NodeShape, string>> = {
  component: 'component',
  api: 'API',
  resource: 'resource',
  system: 'system',
  other: 'other kind',
  fold: 'several',
};

function formItems({ nodes, edges }: Picture): Item[] {
  const shapes = Object.keys(shapeNames) as NodeShape[];
  const used = shapes.filter((shape) => nodes.some((node) => node.shape === shape));
  const items: Item[] = used.map((shape) => ({ mark: swatch(shape, { strong: dim, light: paper }), label: shapeNames[shape] }));
  if (nodes.some(({ dangling }) => dangling)) {
    items.push({ mark: swatch('other', { strong: dim, light: paper }, ' stroke-dasharray="4 3"'), label: 'not in the catalog' });
  }
  if (edges.some(({ kind }) => kind === 'depends')) items.push({ mark: arrow(dim), label: 'needs' });
  if (edges.some(({ kind }) => kind === 'api')) items.push({ mark: arrow(paper), label: 'through an API' });
  if (edges.some(({ cycle }) => cycle)) items.push({ mark: swatch('other', { strong: red, light: paper }, '', 3), label: 'cycle' });
  return items;
}

function swatch(shape: NodeShape, { strong, light }: Colour, more = '', stroke = 1.5): Item['mark'] {
  const style = `fill="${light}" stroke="${strong}" stroke-width="${stroke}"${more}`;
  return (x, y) => shapeSvg(shape, { x, y, width: markWidth, height: markHeight, style });
}

function arrow(fill: string): Item['mark'] {
  return (x, y) =>
    `<path d="M${n(x - 12)} ${n(y)}H${n(x + 3)}" stroke="${dim}" stroke-width="1.3" fill="none"/><path d="M${n(x + 12)} ${n(y)}L${n(x + 3)} ${n(y - 4)}V${n(y + 4)}Z" fill="${fill}" stroke="${dim}" stroke-width="1.3"/>`;
}
