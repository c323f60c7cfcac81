import type { Font } from './font.ts';

/** In place of a character that the font cannot draw, so that it is seen that there was one. */
const unknown = '□';

/** A font at a size, and how wide its lines may be. */
export interface Room {
  font: Font;
  size: number;
  width: number;
}

/**
 * Text from elsewhere as it can be drawn in one line: no control or direction characters, no marks that pile up above a
 * letter, and a box for each run of what the font has no shape for. Empty when nothing of it can be drawn.
 */
export function drawable(text: string, font: Font): string {
  const clean = text
    // Longer than anything that fits, and bounded before anything is done with it.
    .slice(0, 400)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Mn}\p{Me}\p{Co}\p{Cn}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const drawn = Array.from(clean, (sign) => (font.has(sign) ? sign : unknown)).join('');
  return /[\p{L}\p{N}]/u.test(drawn) ? drawn.replace(/□{2,}/g, unknown) : '';
}

/** The text in at most so many lines, broken where names have their joints; what does not fit ends in an ellipsis. */
export function fit(text: string, room: Room, most = 1): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '') {
    if (wide(rest, room) || lines.length + 1 === most) {
      lines.push(wide(rest, room) ? rest : clip(rest, room));
      break;
    }
    const cut = breakAt(rest, room);
    lines.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return lines;
}

const wide = (text: string, { font, size, width }: Room): boolean => font.width(text, size) <= width;

/** Where the line ends: after the last joint that leaves it a third full, else wherever it is full. */
function breakAt(text: string, room: Room): number {
  const full = longest(text, room);
  const joint = Math.max(...[' ', '-', '_', '.', '/', ':'].map((sign) => text.lastIndexOf(sign, full - 1))) + 1;
  return joint > full / 3 ? joint : full;
}

function clip(text: string, room: Room): string {
  const short = { ...room, width: room.width - room.font.width('…', room.size) };
  return `${text.slice(0, longest(text, short)).trimEnd()}…`;
}

/** How much of it fits, in whole characters, at least one. */
function longest(text: string, room: Room): number {
  let length = 0;
  for (const sign of text) {
    if (length > 0 && !wide(text.slice(0, length + sign.length), room)) break;
    length += sign.length;
  }
  return length;
}
