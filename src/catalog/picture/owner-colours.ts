import type { PictureNode, PictureOwner } from './picture.ts';

/** `strong` for marks, `light` behind text: ink on it has a contrast of 12 and more, `strong` on white one of 4.5 and more. */
export interface Colour {
  strong: string;
  light: string;
}

/** No red: that is for cycles. */
const palette: readonly Colour[] = [
  { strong: '#1c66a8', light: '#e3effa' },
  { strong: '#a35200', light: '#fcebd9' },
  { strong: '#2a7330', light: '#e3f3e4' },
  { strong: '#7b3fa0', light: '#f1e6f8' },
  { strong: '#006e62', light: '#dcf2ef' },
  { strong: '#b0267a', light: '#fbe4f1' },
  { strong: '#7a5230', light: '#f3e9e0' },
  { strong: '#3f4db8', light: '#e6e8fa' },
  { strong: '#006883', light: '#dbf0f6' },
  { strong: '#7c5c00', light: '#f8efd0' },
  { strong: '#456a00', light: '#ebf4da' },
  { strong: '#6a4a5f', light: '#f1e8ee' },
];

/** For what has no owner, and for owners for whom no colour is left. */
export const grey: Colour = { strong: '#595f69', light: '#eceef1' };

/**
 * A colour for each owner in a picture. It follows from the owner's ref alone, unless two would have the same: then the
 * one whom more of the picture is about keeps it and the other takes the next that is free, as long as there is one.
 */
export function ownerColours(nodes: readonly PictureNode[]): Map<string, Colour> {
  const free = new Map(palette.entries());
  const colours = new Map<string, Colour>();
  for (const { ref } of byWeight(nodes).slice(0, palette.length)) {
    const wish = digest(ref) % palette.length;
    const index = [...palette.keys()].map((n) => (wish + n) % palette.length).find((n) => free.has(n)) ?? wish;
    colours.set(ref, palette[index] ?? grey);
    free.delete(index);
  }
  return colours;
}

/** Owners in a picture, first that of its centre, then those of most of its boxes. */
export function byWeight(nodes: readonly PictureNode[]): PictureOwner[] {
  const weights = new Map<string, { owner: PictureOwner; weight: number }>();
  for (const { owner, centre } of nodes) {
    if (owner) weights.set(owner.ref, { owner, weight: (weights.get(owner.ref)?.weight ?? 0) + (centre ? nodes.length : 1) });
  }
  const sorted = [...weights.values()].toSorted((a, b) => b.weight - a.weight || (a.owner.ref < b.owner.ref ? -1 : 1));
  return sorted.map(({ owner }) => owner);
}

export function colourOf(colours: ReadonlyMap<string, Colour>, owner: PictureOwner | undefined): Colour {
  return (owner && colours.get(owner.ref)) ?? grey;
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv): spreads well enough, and is the same everywhere and always. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
