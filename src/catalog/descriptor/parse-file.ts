import { constructFromEvents, EVENT_ID, YAMLException, type Event } from 'js-yaml';
import type { Ignored, Problem } from '#core/descriptor.ts';
import { findIncludes, hasIncludes, type IncludeUse } from './find-includes.ts';
import { measureAliases } from './measure-aliases.ts';
import { readEvents, rereadMost } from './read-events.ts';
import type { ReadRules } from './read-rules.ts';
import { splitDocuments } from './split-documents.ts';
import { describeFault, faultOf, isUnrendered, type Fault } from './yaml-fault.ts';
import { firstLine, firstOffset, lineIndex, type YamlDocument } from './yaml-document.ts';
import { yamlSchema } from './yaml-schema.ts';

/** A file after the first phase: YAML read, nothing judged yet. */
export interface ParsedFile {
  path: string;
  documents: ParsedDocument[];
  /** Documents and files that YAML or our bounds refuse. */
  problems: Problem[];
  ignored: Ignored[];
  /** Paths whose contents `finishFile` wants, each once. */
  includes: string[];
  unreadable: boolean;
}

/** A document that YAML can read and that is not empty. */
export interface ParsedDocument {
  /** 0-based index in the file, empty ones counted. */
  doc: number;
  line: number;
  value: unknown;
  includes: IncludeUse[];
  yaml: YamlDocument;
}

/**
 * Reads a file's text as YAML 1.2, documents one by one: one that is broken or too big never discards its neighbours.
 * Merge keys mean nothing, duplicate keys are errors. Never throws.
 */
export function parseFile(file: { path: string; text: string }, rules: Pick<ReadRules, 'bounds' | 'home'>): ParsedFile {
  const parsed: ParsedFile = { path: file.path, documents: [], problems: [], ignored: [], includes: [], unreadable: false };
  const reader: Reader = { file, rules, parsed, doc: 0, includes: hasIncludes(file.text) };
  const limit = rules.bounds.fileBytes;
  if (file.text.length * 3 > limit && Buffer.byteLength(file.text) > limit) {
    fault(reader, { code: 'file-too-big', line: 1, detail: String(limit) });
    return parsed;
  }
  readChunks(reader);
  parsed.includes = [...new Set(parsed.documents.flatMap((document) => document.includes.flatMap(pathOf)))];
  return parsed;
}

interface Reader {
  file: { path: string; text: string };
  rules: Pick<ReadRules, 'bounds' | 'home'>;
  parsed: ParsedFile;
  doc: number;
  includes: boolean;
}

type Stream = Omit<YamlDocument, 'from' | 'events'> & { events: Event[] };

/**
 * Document by document, each as a text of its own: what js-yaml does with a mistake costs as much as the text is long, so
 * a long stream of broken documents would cost its square.
 */
function readChunks(reader: Reader): void {
  const { file, rules } = reader;
  const lineInFile = lineIndex(file.text);
  const budget = { left: rereadMost };
  for (const { text, base } of splitDocuments(file.text, rules.bounds.documentsPerFile + 1)) {
    if (reader.doc >= rules.bounds.documentsPerFile) return tooMany(reader, lineInFile(base));
    const lineOf = (offset: number): number => lineInFile(base + offset);
    const read = readEvents(text, rules.bounds.nesting, budget);
    if (read instanceof YAMLException) {
      fault(reader, { ...faultOf(read, lineOf), text });
      reader.doc++;
    } else readDocuments(reader, { ...read, base, lineOf });
  }
}

function readDocuments(reader: Reader, stream: Stream): void {
  const starts: number[] = [];
  stream.events.forEach((event, index) => {
    if (event.type === EVENT_ID.DOCUMENT) starts.push(index);
  });
  for (const [index, from] of starts.entries()) {
    const yaml = { ...stream, from };
    if (reader.doc >= reader.rules.bounds.documentsPerFile) return tooMany(reader, firstLine(yaml));
    const whole = starts.length === 1;
    readDocument(reader, yaml, whole ? stream.events : stream.events.slice(from, starts[index + 1]));
    reader.doc++;
  }
}

function readDocument(reader: Reader, yaml: YamlDocument, events: Event[]): void {
  const { parsed, file, rules } = reader;
  const line = firstLine(yaml);
  const unfolded = events.some((event) => event.type === EVENT_ID.ALIAS) ? measureAliases(events, yaml.source) : undefined;
  const bomb = unfolded && aliasFault(unfolded, rules.bounds);
  if (bomb) return fault(reader, { ...bomb, line });
  const value = construct(events, yaml);
  if (value instanceof YAMLException) {
    return fault(reader, { ...faultOf(value, yaml.lineOf), text: textOf(yaml, events) });
  }
  if (value === null || value === undefined) {
    parsed.ignored.push({ reason: 'empty', path: file.path, line });
    return;
  }
  const own = unfolded ? writeOut(value) : value;
  const includes = reader.includes ? findIncludes(own, file.path, rules.home) : [];
  parsed.documents.push({ doc: reader.doc, line, value: own, includes, yaml });
}

function construct(events: Event[], yaml: YamlDocument): unknown {
  try {
    return constructFromEvents(events, { source: yaml.source, schema: yamlSchema })[0];
  } catch (error) {
    if (error instanceof YAMLException) return error;
    return new YAMLException(error instanceof Error ? error.message : String(error));
  }
}

function aliasFault(unfolded: ReturnType<typeof measureAliases>, bounds: ReadRules['bounds']): Fault | undefined {
  if (unfolded.circular) return { code: 'yaml-circular', line: 1 };
  if (unfolded.aliases > bounds.aliases) return { code: 'yaml-aliases', line: 1, detail: String(bounds.aliases) };
  if (unfolded.size > bounds.fileBytes) return { code: 'yaml-unfolds', line: 1, detail: String(bounds.fileBytes) };
  if (unfolded.depth > bounds.nesting) return { code: 'yaml-too-deep', line: 1, detail: String(bounds.nesting) };
  return undefined;
}

/** The document's own text, for telling a skeleton from a mistake. */
function textOf(yaml: YamlDocument, events: Event[]): string {
  const next = yaml.from + events.length;
  const end = next < yaml.events.length ? firstOffset({ ...yaml, from: next }) : yaml.source.length;
  return yaml.source.slice(firstOffset(yaml), end);
}

/** A skeleton that templating has yet to fill is nobody's mistake; anything else that stops the reading is a problem. */
function fault(reader: Reader, found: Fault & { text?: string }): void {
  const { parsed, file } = reader;
  parsed.unreadable = true;
  if (found.text !== undefined && isUnrendered(found.text)) {
    parsed.ignored.push({ reason: 'unrendered', path: file.path, line: found.line });
    return;
  }
  parsed.problems.push({ severity: 'error', code: found.code, ...describeFault(found), path: file.path, line: found.line });
}

function tooMany(reader: Reader, line: number): void {
  fault(reader, { code: 'too-many-documents', line, detail: String(reader.rules.bounds.documentsPerFile) });
}

function pathOf(use: IncludeUse): string[] {
  return 'path' in use.resolved ? [use.resolved.path] : [];
}

/** Aliases become copies, so that what is done to one place never shows in another. Bounded before. */
function writeOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(writeOut);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, writeOut(child)]));
}
