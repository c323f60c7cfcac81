/** What is put in place of a part of a text. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

export function spliced(text: string, { start, end, text: put }: Splice): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** What stands on the line before an offset. */
export function lineBefore(text: string, offset: number): string {
  return text.slice(Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1, offset);
}

/** Offset after the line break that ends the line of `offset`, and that line break; none at the end of the file. */
export function lineEndAt(text: string, offset: number): { at: number; lineEnd: string | undefined } {
  const rest = /[^\r\n]*(\r\n|\r|\n)?/y;
  rest.lastIndex = offset;
  const lineEnd = rest.exec(text)?.[1];
  return { at: rest.lastIndex, lineEnd };
}

/** Lines below the one that `offset` is on. A file that does not end with a line break goes on without. */
export function linesBelow(text: string, offset: number, { lines, lineEnd }: { lines: readonly string[]; lineEnd: string }): Splice {
  const below = lineEndAt(text, offset);
  const put = lines.join(below.lineEnd ?? lineEnd);
  return { start: below.at, end: below.at, text: below.lineEnd === undefined ? lineEnd + put : put + below.lineEnd };
}
