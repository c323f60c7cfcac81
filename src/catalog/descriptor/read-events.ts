import { parseEvents, YAMLException, type Event } from 'js-yaml';

/** What YAML makes of a text, which may have become another one of the same length: offsets and lines hold for both. */
export interface Read {
  source: string;
  events: Event[];
}

/** How many characters a file may have read again; each closing bracket on its key's own column costs the whole document. */
export const rereadMost = 5_000_000;

/**
 * Reads the events of one document. People close a list in brackets on the column of its key, as one does in JSON, and
 * put tabs in front of values:
 *
 *     tags: [
 *       java
 *     ]
 *
 * The first is against YAML's letter, and Backstage's parser merely warns; the second is not, and ours stumbles. There the
 * bracket is put behind what it closes, and the tab becomes a space. `budget` is what the file may still have read again.
 */
export function readEvents(text: string, maxDepth: number, budget: { left: number }): Read | YAMLException {
  const first = tryEvents(text, maxDepth);
  if (Array.isArray(first)) return { source: text, events: first };
  const repaired = repair(text, first, { maxDepth, budget });
  if (!repaired) return first;
  const source = repaired.brackets.reduceRight(moveBack, repaired.text);
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

interface Repaired {
  /** Tabs in front of values being spaces. */
  text: string;
  /** Offsets of brackets for which one space more would do: they stand on the very column of what they belong to. */
  brackets: readonly number[];
}

/** Undefined when something else is wrong as well. */
function repair(text: string, first: YAMLException, { maxDepth, budget }: { maxDepth: number; budget: { left: number } }) {
  let repaired: Repaired = { text, brackets: [] };
  for (let fault: Event[] | YAMLException = first; fault instanceof YAMLException;) {
    budget.left -= text.length;
    if (fault.reason !== 'deficient indentation' || budget.left < 0) return undefined;
    const next: Repaired | undefined = repairAt((fault.mark?.position ?? 0) - repaired.brackets.length, repaired);
    if (!next) return undefined;
    repaired = next;
    fault = tryEvents(repaired.brackets.reduceRight(withSpace, repaired.text), maxDepth);
  }
  return repaired;
}

function repairAt(at: number, { text, brackets }: Repaired): Repaired | undefined {
  const start = lineStart(text, at);
  const line = text.slice(start, at);
  const untabbed = line.replaceAll(tabBeforeValue, (found) =>
    found.startsWith('"') || found.startsWith("'") ? found : found.replaceAll('\t', ' '),
  );
  if (untabbed !== line) return { text: text.slice(0, start) + untabbed + text.slice(at), brackets };
  const isBracket = line.trim() === '' && (text[at] === ']' || text[at] === '}');
  // One that closes a list in another list has to stand further right for Backstage too.
  const isOutermost = !/^(?:\s|(?<=\s)#[^\r\n]*(?![^\r\n]))*[,\]}]/.test(text.slice(at + 1, at + 1_000));
  const isNew = at > (brackets.at(-1) ?? -1);
  return isBracket && isOutermost && isNew ? { text, brackets: [...brackets, at] } : undefined;
}

/** Text in quotes, which open only where a value may begin: so each letter is looked at once, whatever stands there. */
const quoted = /(?<=^|[\s,[{:])(?:"(?:[^"\\]|\\.)*"|'[^']*')/.source;
const tabBeforeValue = new RegExp(`${quoted}|(?:[:,[{]|^ *[-?]|[&!][^\\s,[\\]{}]*)[ \\t]*\\t`, 'g');
const beforeComment = new RegExp(`^(?:${quoted}|(?<=\\S)#|[^#])*`);

const withSpace = (text: string, at: number) => `${text.slice(0, at)} ${text.slice(at)}`;

/** Letter by letter: a search for a carriage return would go through the whole file when it has none. */
function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start;
}

/** The text with the bracket at `at` right behind the last thing before it that is no comment. */
function moveBack(text: string, at: number): string {
  let end = at;
  for (;;) {
    const start = lineStart(text, end);
    const content = (beforeComment.exec(text.slice(start, end))?.[0] ?? '').trimEnd();
    if (content !== '' || start === 0) return joined(text, start + content.length, at);
    end = start - 1;
  }
}

const joined = (text: string, to: number, from: number) => text.slice(0, to) + text[from] + text.slice(to, from) + text.slice(from + 1);
