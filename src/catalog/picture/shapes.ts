import type { NodeShape } from './picture.ts';
import { n } from './svg.ts';

/** Where a shape goes, by its middle, and how it is painted. */
export interface Paint {
  x: number;
  y: number;
  width: number;
  height: number;
  /** SVG attributes. */
  style: string;
}

/** How far the sides of an API's shape come to a point. */
export const apiPoint = 10;

/** A shape for each sort of thing, so that it is known without its colour. All of them fill the same box. */
export function shapeSvg(shape: NodeShape, paint: Paint): string {
  return shapes[shape](paint);
}

const shapes: Readonly<Record<NodeShape, (paint: Paint) => string>> = {
  component: (paint) => rectangle(paint, 8),
  /** Pointed on both sides: something plugs in there. */
  api: ({ x, y, width, height, style }) => {
    const [left, right, top, bottom, point] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2, Math.min(apiPoint, width / 3)];
    return path(
      `M${n(left)} ${n(y)}L${n(left + point)} ${n(top)}H${n(right - point)}L${n(right)} ${n(y)}L${n(right - point)} ${n(bottom)}H${n(left + point)}Z`,
      style,
    );
  },
  /** A drum, as data has always been drawn. */
  resource: ({ x, y, width, height, style }) => {
    const [left, right, top, bottom, bow] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2, 6];
    const lid = `A${n(width / 2)} ${bow} 0 0 0 ${n(right)} ${n(top + bow)}`;
    const body = `M${n(left)} ${n(top + bow)}A${n(width / 2)} ${bow} 0 0 1 ${n(right)} ${n(top + bow)}V${n(bottom - bow)}A${n(width / 2)} ${bow} 0 0 1 ${n(left)} ${n(bottom - bow)}Z`;
    return path(body, style) + path(`M${n(left)} ${n(top + bow)}${lid}`, `${style} fill-opacity="0"`);
  },
  /** A folder: others are in it. */
  system: ({ x, y, width, height, style }) => {
    const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
    const tab = Math.min(46, width / 3);
    return path(`M${n(left)} ${n(top)}H${n(left + tab)}L${n(left + tab + 5)} ${n(top + 5)}H${n(right)}V${n(bottom)}H${n(left)}Z`, style);
  },
  other: (paint) => rectangle(paint, 0),
  /** Cards on each other. */
  fold: ({ x, y, width, height, style }) => {
    const card = (shift: number) => rectangle({ x: x + shift - 3, y: y + shift - 3, width: width - 6, height: height - 6, style }, 4);
    return card(6) + card(3) + card(0);
  },
};

function rectangle({ x, y, width, height, style }: Paint, radius: number): string {
  return `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" rx="${radius}" ${style}/>`;
}

function path(d: string, style: string): string {
  return `<path d="${d}" ${style}/>`;
}
