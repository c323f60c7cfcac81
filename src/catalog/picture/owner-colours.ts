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
 * one that comes first in the alphabet keeps it and the other takes the next that is free.
 */
export function ownerColours(nodes: readonly PictureNode[]): Map<string, Colour> {
  const refs = [...new Set(nodes.flatMap(({ owner }) => owner?.ref ?? []))].toSorted();
  const taken = new Map<string, number>();
  for (const ref of refs) {
    const wish = digest(ref) % palette.length;
    const free = palette.map((_, n) => (wish + n) % palette.length).find((index) => ![...taken.values()].includes(index));
    if (free !== undefined) taken.set(ref, free);
  }
  return new Map([...taken].map(([ref, index]) => [ref, palette[index] ?? grey]));
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
