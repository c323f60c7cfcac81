import { parseEvents, YAMLException, type Event } from 'js-yaml';

/** What YAML makes of a text, which may have become another one of the same length: offsets and lines hold for both. */
export interface Read {
  source: string;
  events: Event[];
}

/** How many characters a file may have read again; each closing bracket on its key's own column costs the whole document. */
export const rereadMost = 5_000_000;

/**
 * Reads the events of one document. People close a flow list on the column of its key, as one does in JSON:
 *
 *     tags: [
 *       java
 *     ]
 *
 * which YAML forbids and Backstage's parser takes with a mere warning. There the bracket is put behind what it closes.
 * `budget` is what the file may still have read again.
 */
export function readEvents(text: string, maxDepth: number, budget: { left: number }): Read | YAMLException {
  const first = tryEvents(text, maxDepth);
  if (Array.isArray(first)) return { source: text, events: first };
  const brackets = outdentedBrackets(text, first, { maxDepth, budget });
  if (!brackets) return first;
  const source = brackets.reduceRight(moveBack, text);
  const events = tryEvents(source, maxDepth);
  return Array.isArray(events) ? { source, events } : first;
}

function tryEvents(text: string, maxDepth: number): Event[] | YAMLException {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    return new YAMLException(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Offsets of the brackets for which one space more would do, so that they stand on the very column of what they belong
 * to; undefined when something else is wrong as well.
 */
function outdentedBrackets(
  text: string,
  first: YAMLException,
  { maxDepth, budget }: { maxDepth: number; budget: { left: number } },
): number[] | undefined {
  const found: number[] = [];
  let spaced = text;
  for (let fault: Event[] | YAMLException = first; fault instanceof YAMLException; fault = tryEvents(spaced, maxDepth)) {
    const at = fault.mark?.position ?? -1;
    const isNew = at - found.length > (found.at(-1) ?? -1);
    budget.left -= text.length;
    if (fault.reason !== 'deficient indentation' || !isNew || !beginsWithBracket(spaced, at) || budget.left < 0) return undefined;
    found.push(at - found.length);
    spaced = `${spaced.slice(0, at)} ${spaced.slice(at)}`;
  }
  return found;
}

function beginsWithBracket(text: string, at: number): boolean {
  if (text[at] !== ']' && text[at] !== '}') return false;
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1, at);
  return line.trim() === '';
}

/** The text with the bracket at `at` right behind the last thing before it that is no comment. */
function moveBack(text: string, at: number): string {
  let end = at;
  for (;;) {
    const start = Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf('\r', end - 1)) + 1;
    const content = withoutComment(text.slice(start, end)).trimEnd();
    if (content !== '' || start === 0) return joined(text, start + content.length, at);
    end = start - 1;
  }
}

const joined = (text: string, to: number, from: number) => text.slice(0, to) + text[from] + text.slice(to, from) + text.slice(from + 1);

function withoutComment(line: string): string {
  return /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\S)#|[^#])*/.exec(line)?.[0] ?? line;
}
