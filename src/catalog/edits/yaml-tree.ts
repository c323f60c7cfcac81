import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  getScalarValue,
  SCALAR_STYLE,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { YamlDocument } from '../descriptor/yaml-document.ts';

/** A piece of YAML and where it stands; offsets into the file. */
export type YamlNode = YamlScalar | YamlMapping | YamlList | YamlAlias;

interface Placed {
  /** After a tag or an anchor. */
  start: number;
  /** After the last character; of what is empty the end of what stands before it. */
  end: number;
}

export interface YamlScalar extends Placed {
  kind: 'scalar';
  value: string;
  /** `start` and `end` of a quoted one include the quotes; of a block one they are those of its lines, without the header. */
  style: 'empty' | 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** Of a block one: line breaks at its end count. */
  keeps: boolean;
}

export interface YamlMapping extends Placed {
  kind: 'mapping';
  flow: boolean;
  entries: YamlEntry[];
}

export interface YamlEntry {
  key: YamlNode;
  value: YamlNode;
}

export interface YamlList extends Placed {
  kind: 'list';
  flow: boolean;
  items: YamlNode[];
}

export interface YamlAlias extends Placed {
  kind: 'alias';
}

/** The document as a tree that knows where everything stands. */
export function readTree(yaml: YamlDocument, text: string): YamlNode {
  return new TreeReader(yaml, text).node();
}

const styles = new Map<number, YamlScalar['style']>([
  [SCALAR_STYLE.PLAIN, 'plain'],
  [SCALAR_STYLE.SINGLE_QUOTED, 'single'],
  [SCALAR_STYLE.DOUBLE_QUOTED, 'double'],
  [SCALAR_STYLE.LITERAL_BLOCK, 'literal'],
  [SCALAR_STYLE.FOLDED_BLOCK, 'folded'],
]);

class TreeReader {
  readonly #yaml: YamlDocument;
  readonly #text: string;
  #at: number;
  #end: number;

  constructor(yaml: YamlDocument, text: string) {
    this.#yaml = yaml;
    this.#text = text;
    this.#at = yaml.from + 1;
    this.#end = yaml.base;
  }

  node(): YamlNode {
    const event = this.#yaml.events[this.#at];
    this.#at += 1;
    if (event?.type === EVENT_ID.SCALAR) return this.#scalar(event);
    if (event?.type === EVENT_ID.MAPPING) return this.#mapping(event);
    if (event?.type === EVENT_ID.SEQUENCE) return this.#list(event);
    if (event?.type !== EVENT_ID.ALIAS)
      return { kind: 'scalar', value: '', style: 'empty', keeps: false, start: this.#end, end: this.#end };
    this.#end = this.#yaml.base + event.anchorEnd;
    return { kind: 'alias', start: this.#yaml.base + event.anchorStart, end: this.#end };
  }

  #scalar(event: ScalarEvent): YamlScalar {
    if (event.valueStart === -1) {
      const last = Math.max(event.tagEnd, event.anchorEnd);
      if (last !== -1) this.#end = this.#yaml.base + last;
      return { kind: 'scalar', value: '', style: 'empty', keeps: false, start: this.#end, end: this.#end };
    }
    const style = styles.get(event.style) ?? 'plain';
    const quote = style === 'single' || style === 'double' ? 1 : 0;
    const start = this.#yaml.base + event.valueStart - quote;
    this.#end = this.#yaml.base + event.valueEnd + quote;
    const value = getScalarValue(this.#yaml.source, event);
    return { kind: 'scalar', value, style, keeps: event.chomping === CHOMPING_MODE.KEEP, start, end: this.#end };
  }

  #mapping(event: MappingEvent): YamlMapping {
    const start = this.#yaml.base + event.start;
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const entries: YamlEntry[] = [];
    this.#end = flow ? start + 1 : start;
    while (this.#isInside()) {
      const key = this.node();
      entries.push({ key, value: this.node() });
    }
    this.#leave(flow ? '}' : undefined);
    return { kind: 'mapping', flow, entries, start, end: this.#end };
  }

  #list(event: SequenceEvent): YamlList {
    const start = this.#yaml.base + event.start;
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const items: YamlNode[] = [];
    this.#end = start + 1;
    while (this.#isInside()) items.push(this.node());
    this.#leave(flow ? ']' : undefined);
    return { kind: 'list', flow, items, start, end: this.#end };
  }

  #isInside(): boolean {
    const event = this.#yaml.events[this.#at];
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  /** The events do not say where a bracket closes: only blanks, commas and comments can stand before it. */
  #leave(bracket: string | undefined): void {
    this.#at += 1;
    if (bracket === undefined) return;
    const rest = /(?:[\s,:?]|#[^\r\n]*)*/y;
    rest.lastIndex = this.#end;
    rest.exec(this.#text);
    this.#end = rest.lastIndex + (this.#text[rest.lastIndex] === bracket ? 1 : 0);
  }
}
