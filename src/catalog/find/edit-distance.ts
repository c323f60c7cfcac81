/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours that turn one word into the
 * other, each letter being touched once. Words come as character codes, because this runs thousands of times for one
 * question and must not allocate.
 * @returns the distance, or `limit + 1` for any that is larger
 */
export function editDistance(a: Word, b: Word, limit: number): number {
  let start = 0;
  let aEnd = a.length;
  let bEnd = b.length;
  while (start < aEnd && start < bEnd && a.codes[start] === b.codes[start]) start++;
  while (aEnd > start && bEnd > start && a.codes[aEnd - 1] === b.codes[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  span.start = start;
  span.rows = aEnd - start;
  span.columns = bEnd - start;
  if (Math.abs(span.rows - span.columns) > limit) return limit + 1;
  if (span.rows === 0 || span.columns === 0) return Math.max(span.rows, span.columns);
  return align(a.codes, b.codes, limit);
}

export interface Word {
  codes: Uint16Array;
  length: number;
}

/** Longer words are cut: nobody misspells more than that. */
export const wordLimit = 128;

export function emptyWord(): Word {
  return { codes: new Uint16Array(wordLimit), length: 0 };
}

/** Spells a text into a word that is used again and again; blank, `_` and `.` count as `-`. */
export function spell(text: string, word: Word): Word {
  word.length = Math.min(text.length, wordLimit);
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(i);
    word.codes[i] = code === 32 || code === 46 || code === 95 ? 45 : code;
  }
  return word;
}

const span = { start: 0, rows: 0, columns: 0 };
let before = new Uint8Array(wordLimit + 2);
let above = new Uint8Array(wordLimit + 2);
let row = new Uint8Array(wordLimit + 2);

/** Fills in only the diagonal band in which the distance can stay within the limit, with a border beyond it. */
function align(a: Uint16Array, b: Uint16Array, limit: number): number {
  const beyond = limit + 1;
  const { start, rows, columns } = span;
  for (let j = 0; j <= columns; j++) above[j] = Math.min(j, beyond);
  let bestAbove = 0;
  for (let i = 1; i <= rows; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(columns, i + limit);
    row[from - 1] = from === 1 ? Math.min(i, beyond) : beyond;
    row[to + 1] = beyond;
    let best = at(row, from - 1);
    const letter = a[start + i - 1];
    for (let j = from; j <= to; j++) {
      const other = b[start + j - 1];
      let cost = Math.min(at(above, j - 1) + (letter === other ? 0 : 1), at(above, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && letter === b[start + j - 2] && a[start + i - 2] === other) cost = Math.min(cost, at(before, j - 2) + 1);
      row[j] = Math.min(cost, beyond);
      if (cost < best) best = cost;
    }
    // A swap reaches back two rows, so one row over the limit does not yet decide.
    if (best > limit && bestAbove > limit) return beyond;
    bestAbove = best;
    [before, above, row] = [above, row, before];
  }
  return at(above, columns);
}

function at(cells: Uint8Array, index: number): number {
  return cells[index] ?? 255;
}
