export interface Chunk {
  text: string;
  /** Offset of the chunk in the whole text. */
  base: number;
}

/**
 * Cuts a YAML stream at its document markers, so that a document YAML cannot parse leaves its neighbours alone. A `---`
 * or `...` in column 0 followed by white space ends a document wherever it stands, in block and quoted scalars too
 * (YAML 1.2.2 §9.1.2), so lines are enough and nothing need be parsed. Comments and directives belong to the marker
 * that follows them. At most `limit` chunks; the last one then holds the rest.
 */
export function splitDocuments(text: string, limit: number): Chunk[] {
  if (!/^(?:---|\.\.\.)/m.test(text)) return [{ text, base: 0 }];
  const chunks: Chunk[] = [];
  let start = 0;
  let started = false;
  const lineEnd = lineEnds(text);
  const cut = (at: number): void => {
    if (started && chunks.length < limit) chunks.push({ text: text.slice(start, at), base: start });
    if (started) start = at;
    started = false;
  };
  for (let at = 0; at < text.length;) {
    const end = lineEnd(at);
    const marker = markerAt(text, at);
    if (marker === '---') cut(at);
    if (marker === '---' || (marker === undefined && hasContent(text, at, end))) started = true;
    if (marker === '...') cut(end);
    at = end;
  }
  cut(text.length);
  return chunks;
}

function markerAt(text: string, at: number): '---' | '...' | undefined {
  const mark = text.startsWith('---', at) ? '---' : text.startsWith('...', at) ? '...' : undefined;
  if (mark === undefined) return undefined;
  const next = text[at + 3];
  return next === undefined || next === ' ' || next === '\t' || next === '\n' || next === '\r' ? mark : undefined;
}

function hasContent(text: string, start: number, end: number): boolean {
  const line = text.slice(start, Math.min(end, start + 1_000)).replace(/^\uFEFF/, '');
  if (line.startsWith('%')) return false;
  const first = line.trimStart();
  return first !== '' && !first.startsWith('#');
}

/**
 * Offset after the line break that ends the line; lone carriage returns end lines too. To be asked from the front to the
 * back: the next carriage return is looked for once, not from every line to the end of a file that has none.
 */
function lineEnds(text: string): (at: number) => number {
  let back = -1;
  return (at) => {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed + 1;
    if (back < at) back = indexOrEnd(text, '\r', at);
    if (back >= end - 1) return end;
    return back + 1 === feed ? end : back + 1;
  };
}

function indexOrEnd(text: string, sought: string, from: number): number {
  const index = text.indexOf(sought, from);
  return index === -1 ? text.length : index;
}
