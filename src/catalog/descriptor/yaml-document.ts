import { EVENT_ID, getScalarValue, type Event, type MappingEvent, type ScalarEvent, type SequenceEvent } from 'js-yaml';

/** Keys and indexes from the document's root to a value. */
export type Path = readonly (string | number)[];

/** One document as parse events, which know where everything stands. */
export interface YamlDocument {
  /** The text that the events' offsets point into. */
  source: string;
  /** Offset of `source` in the file. */
  base: number;
  /** Of the whole `source`; this document's are those from `from`. */
  events: readonly Event[];
  /** Index of the document event. */
  from: number;
  /** Offset in `source` → 1-based line in the file. */
  lineOf: (offset: number) => number;
}

/** Offset at which the document's content starts. */
export function firstOffset(yaml: YamlDocument): number {
  return Math.max(0, offsetFrom(yaml.events, yaml.from + 1));
}

/** 1-based line on which the document's content starts. */
export function firstLine(yaml: YamlDocument): number {
  return yaml.lineOf(firstOffset(yaml));
}

/**
 * Line of the key or list item at `path`; where the path leads further than the text does (a missing field, or the
 * inside of an alias) the line of the deepest part that is there.
 */
export function lineAt(yaml: YamlDocument, path: Path): number {
  let line = -1;
  walk(yaml, path, (index) => {
    line = index;
  });
  return line === -1 ? firstLine(yaml) : yaml.lineOf(Math.max(0, offsetFrom(yaml.events, line)));
}

/** Line of the key at `path`, or undefined when the text does not have it. */
export function lineOfKey(yaml: YamlDocument, path: Path): number | undefined {
  let key = -1;
  const value = walk(yaml, path, (index) => {
    key = index;
  });
  return value === -1 || key === -1 ? undefined : yaml.lineOf(Math.max(0, offsetFrom(yaml.events, key)));
}

/** A scalar as it is written, so that `1.10` stays `1.10`; undefined when the path is no plain scalar of this text. */
export function writtenAt(yaml: YamlDocument, path: Path): string | undefined {
  const event = yaml.events[walk(yaml, path, () => {})];
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(yaml.source, event) : undefined;
}

/** Lines of the items of the list at `path`, in one pass; empty when there is no list in this text. */
export function linesOfItems(yaml: YamlDocument, path: Path): number[] {
  const list = walk(yaml, path, () => {});
  const lines: number[] = [];
  if (yaml.events[list]?.type !== EVENT_ID.SEQUENCE) return lines;
  let last = Math.max(0, offsetFrom(yaml.events, list));
  for (let item = list + 1; isInside(yaml, item); item = after(yaml.events, item)) {
    last = Math.max(last, offsetFrom(yaml.events, item, 1));
    lines.push(yaml.lineOf(last));
  }
  return lines;
}

/** Offsets of line starts are found once, on the first question, then searched. */
export function lineIndex(text: string): (offset: number) => number {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
    return starts;
  }
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Gives the event index of the value at `path` or -1; `visit` gets the index of each key or item on the way. */
function walk(yaml: YamlDocument, path: Path, visit: (index: number) => void): number {
  let at = yaml.from + 1;
  for (const step of path) {
    const found = typeof step === 'string' ? findKey(yaml, at, step) : findItem(yaml, at, step);
    if (found === -1) return -1;
    visit(found);
    at = typeof step === 'string' ? found + 1 : found;
  }
  return at;
}

function findKey(yaml: YamlDocument, mapping: number, key: string): number {
  if (yaml.events[mapping]?.type !== EVENT_ID.MAPPING) return -1;
  let at = mapping + 1;
  while (isInside(yaml, at)) {
    const event = yaml.events[at];
    if (event?.type === EVENT_ID.SCALAR && getScalarValue(yaml.source, event) === key) return at;
    at = after(yaml.events, after(yaml.events, at));
  }
  return -1;
}

function findItem(yaml: YamlDocument, list: number, index: number): number {
  if (yaml.events[list]?.type !== EVENT_ID.SEQUENCE) return -1;
  let at = list + 1;
  for (let n = 0; n < index && isInside(yaml, at); n++) at = after(yaml.events, at);
  return isInside(yaml, at) ? at : -1;
}

function isInside(yaml: YamlDocument, at: number): boolean {
  const event = yaml.events[at];
  return event !== undefined && event.type !== EVENT_ID.POP;
}

/** Index of the event after the node that starts at `at`. */
function after(events: readonly Event[], at: number): number {
  let depth = 0;
  let next = at;
  do {
    const type = events[next]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
    else if (type === EVENT_ID.POP) depth--;
    next++;
  } while (depth > 0 && next < events.length);
  return next;
}

/** Offset of the node at `at`; an empty one has none, so the nearest before it counts. At most `looks` are looked at. */
function offsetFrom(events: readonly Event[], at: number, looks = at + 1): number {
  for (let index = at; index >= 0 && index > at - looks; index--) {
    const event = events[index];
    const offset = event === undefined ? -1 : offsetOf(event);
    if (offset !== -1) return offset;
  }
  return -1;
}

function offsetOf(event: Event): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return -1;
  const start = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
  // A block scalar's value starts below its key's line when a tag or an anchor stands before it.
  const prefix = tagOrAnchor(event);
  return prefix !== -1 && (start === -1 || prefix < start) ? prefix : start;
}

function tagOrAnchor(event: ScalarEvent | SequenceEvent | MappingEvent): number {
  return event.anchorStart === -1 ? event.tagStart : event.anchorStart;
}
