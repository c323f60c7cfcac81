import { drawable, fit } from './fit-text.ts';
import type { NodeShape, Picture, PictureNode } from './picture.ts';
import type { Fonts } from './svg.ts';

/** A node with what is written in it, and its size; where it goes is not known yet. */
export interface Box {
  node: PictureNode;
  width: number;
  height: number;
  name: readonly string[];
  /** The owner's name; absent on what has none and needs none. */
  owner?: string;
}

export const nameSize = 16;
export const ownerSize = 13;
/** Left and right of the text; shapes with slanted sides need that much. */
export const inset = 13;
export const lineHeight = 19;
const paddingY = 8;
/** What the lid of a drum and the tab of a folder take away from the text below them. */
export const topOf: Readonly<Record<NodeShape, number>> = { component: 0, api: 0, resource: 9, system: 4, other: 0, fold: 0 };
const narrowest = 96;
const widest = 184;

/** All boxes of a picture have one width, so that columns are columns. */
export function buildBoxes({ nodes }: Picture, fonts: Fonts): Box[] {
  const texts = nodes.map((node) => write(node, fonts));
  const longest = Math.max(0, ...texts.map(({ width }) => width));
  const width = Math.min(widest, Math.max(narrowest, Math.ceil(longest) + 2 * inset));
  return texts.map(({ node, name, owner }) => {
    const lines = name.length + (owner === undefined ? 0 : 1);
    return { node, name, width, height: lines * lineHeight + 2 * paddingY + topOf[node.shape], ...(owner !== undefined && { owner }) };
  });
}

function write(node: PictureNode, { regular, bold }: Fonts): { node: PictureNode; name: string[]; owner?: string; width: number } {
  const room = { font: bold, size: nameSize, width: widest - 2 * inset };
  const name = fit(drawable(node.name, bold) || drawable(node.id, bold) || '?', room, 2);
  const said = ownerText(node, (text) => drawable(text, regular));
  const [owner] = fit(said, { font: regular, size: ownerSize, width: room.width });
  const widths = name.map((line) => bold.width(line, nameSize));
  if (owner !== undefined) widths.push(regular.width(owner, ownerSize));
  return { node, name, width: Math.max(...widths), ...(owner !== undefined && { owner }) };
}

/** Written out in every box, so that nobody has to tell colours apart. */
function ownerText({ owner, dangling, shape }: PictureNode, clean: (text: string) => string): string {
  if (dangling) return 'not in the catalog';
  if (owner) return clean(owner.name) || clean(owner.ref) || 'owner';
  return shape === 'fold' ? '' : 'no owner';
}
