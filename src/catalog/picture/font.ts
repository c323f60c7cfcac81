/** What is known of a font without drawing with it. */
export interface Font {
  /** Width of a text in units of the drawing, when its letters are `size` high. */
  width(text: string, size: number): number;
  /** Whether there is a shape for the character. */
  has(character: string): boolean;
}

/** Reads a TrueType font (https://learn.microsoft.com/typography/opentype/spec/otff); throws on anything else. */
export function readFont(file: Buffer): Font {
  const table = tables(file);
  const unitsPerEm = file.readUInt16BE(table('head') + 18);
  const measured = file.readUInt16BE(table('hhea') + 34);
  const hmtx = table('hmtx');
  // What comes after those that are measured is as wide as the last of them.
  const advance = (glyph: number) => file.readUInt16BE(hmtx + Math.min(glyph, measured - 1) * 4);
  const glyphOf = readCharacters(file, table('cmap'));
  return {
    width: (text, size) =>
      Array.from(text, (sign) => advance(glyphOf(sign.codePointAt(0) ?? 0))).reduce((sum, wide) => sum + wide, 0) * (size / unitsPerEm),
    has: (sign) => glyphOf(sign.codePointAt(0) ?? 0) !== 0,
  };
}

function tables(file: Buffer): (tag: string) => number {
  const count = file.readUInt16BE(4);
  const offsets = new Map(
    Array.from({ length: count }, (_, n) => [file.toString('latin1', 12 + n * 16, 16 + n * 16), file.readUInt32BE(20 + n * 16)] as const),
  );
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new Error(`The font has no ${tag}.`);
    return offset;
  };
}

/** Code point → glyph; 0: none. Characters beyond U+FFFF are none: format 4 of the table, which every font has, ends there. */
function readCharacters(file: Buffer, cmap: number): (codePoint: number) => number {
  const count = file.readUInt16BE(cmap + 2);
  const starts = Array.from({ length: count }, (_, n) => cmap + file.readUInt32BE(cmap + 8 + n * 8));
  const at = starts.find((start) => file.readUInt16BE(start) === 4);
  if (at === undefined) throw new Error('The font has no characters of the Basic Multilingual Plane.');
  const segments = file.readUInt16BE(at + 6) / 2;
  const [ends, begins] = [at + 14, at + 16 + segments * 2];
  const [deltas, offsets] = [begins + segments * 2, begins + segments * 4];
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    for (let n = 0; n < segments; n += 1) {
      if (file.readUInt16BE(ends + n * 2) < codePoint) continue;
      const begin = file.readUInt16BE(begins + n * 2);
      if (begin > codePoint) return 0;
      const delta = file.readUInt16BE(deltas + n * 2);
      const offset = file.readUInt16BE(offsets + n * 2);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = file.readUInt16BE(offsets + n * 2 + offset + (codePoint - begin) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
