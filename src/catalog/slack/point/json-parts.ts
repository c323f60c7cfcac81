import type { Piece } from './message-texts.ts';

const bounds = { documents: 20, nodes: 2000, depth: 10 };

/** The strings of JSON that a text is, or holds in code, each with its key: alerts are often pasted as they are. */
export function jsonParts(text: string): Piece[] {
  const parts: Piece[] = [];
  let nodes = 0;

  function walk(value: unknown, depth: number, label?: string): void {
    nodes += 1;
    if (nodes > bounds.nodes || depth > bounds.depth) return;
    if (typeof value === 'string') parts.push({ text: value, ...(label !== undefined && { label }) });
    else if (Array.isArray(value)) for (const part of value) walk(part, depth + 1, label);
    else if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) walk(part, depth + 1, key);
  }

  const decoded = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  for (const document of documents(decoded).slice(0, bounds.documents)) walk(parsed(document), 0);
  return parts;
}

/** From a brace to where what it opens ends; braces in strings are told apart. */
function documents(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf('{'); at !== -1 && found.length < bounds.documents;) {
    const end = endOf(text, at);
    if (end === undefined) break;
    found.push(text.slice(at, end));
    at = text.indexOf('{', end);
  }
  return found;
}

function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted && char === '\\') i += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '{') depth += 1;
    else if (!quoted && char === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    // Prometheus writes labels in braces too, and code has them everywhere.
    return undefined;
  }
}
