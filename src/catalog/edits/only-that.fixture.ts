import { expect } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import type { Edit } from '#core/proposals.ts';
import { type ParsedDocument, parseFile } from '../descriptor/parse-file.ts';
import { lineIndex, lineOfKey } from '../descriptor/yaml-document.ts';
import { editDescriptor } from './edit-descriptor.ts';
import { readTree, type YamlNode } from './yaml-tree.ts';

interface ReadAlready {
  path: string;
  text: string;
  documents: readonly ParsedDocument[];
}

type Json = { [key: string]: unknown };

/** Makes the edit; holds that the file says what it said with that changed, and that no line elsewhere differs. Gives the text. */
export function expectOnlyThat({ path, text, documents }: ReadAlready, entity: { doc: number; ref: string }, edit: Edit): string {
  const { doc } = entity;
  const where = `${path} ${doc} ${JSON.stringify(edit)}`;
  const edited = editDescriptor({ path, text }, entity, edit);
  const after = parseFile({ path, text: edited }, { bounds: defaultBounds }).documents;
  expect(after.length, where).toBe(documents.length);
  for (const [n, document] of documents.entries()) {
    if (document.doc !== doc) expect(after[n]?.value, where).toEqual(document.value);
    else expect(pared(after[n]?.value, edit), where).toEqual(pared(changed(document.value as Json, edit), edit));
  }
  const document = documents.find((one) => one.doc === doc);
  if (document) expectOwnLines({ text, edited, where }, document, pathOf(edit));
  return edited;
}

/** At most the lines of the value are gone; where there was none, at most one was written on, inside brackets. */
function expectOwnLines(texts: { text: string; edited: string; where: string }, document: ParsedDocument, path: readonly string[]): void {
  const { removed, first } = changedLines(texts.text, texts.edited);
  const key = lineOfKey(document.yaml, path);
  const root = readTree(document.yaml, texts.text);
  const last = lineIndex(texts.text)(Math.max(0, (nodeAt(root, path)?.end ?? 1) - 1));
  if (removed.length === 0) return;
  if (key === undefined) expect(removed.length, texts.where).toBe(1);
  else expect([first >= key, first + removed.length - 1 <= last], `${texts.where}: ${removed.join('')}`).toEqual([true, true]);
}

/** What two texts do not have in common between their common beginning and their common end; `first` is a 1-based line. */
export function changedLines(before: string, after: string): { removed: string[]; added: string[]; first: number } {
  const split = (text: string) => text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const [old, now] = [split(before), split(after)];
  // A last line that gets a line break says the same.
  const last = old.at(-1) ?? '';
  const next = now[old.length - 1] ?? '';
  if (next === `${last}\n` || next === `${last}\r\n`) old[old.length - 1] = next;
  let top = 0;
  while (top < old.length && top < now.length && old[top] === now[top]) top++;
  let below = 0;
  while (below < Math.min(old.length, now.length) - top && old.at(-1 - below) === now.at(-1 - below)) below++;
  return { removed: old.slice(top, old.length - below), added: now.slice(top, now.length - below), first: top + 1 };
}

function nodeAt(root: YamlNode, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, key) => {
    const entries = node?.kind === 'mapping' ? node.entries : [];
    return entries.find((entry) => entry.key.kind === 'scalar' && entry.key.value === key)?.value;
  }, root);
}

function pathOf({ field }: Edit): readonly string[] {
  if (field === 'owner') return ['spec', 'owner'];
  if (field === 'description') return ['metadata', 'description'];
  if (field === 'link') return ['metadata', 'links'];
  return ['metadata', 'annotations', field === 'channel' ? 'slack.com/channel' : 'switchboard.io/aliases'];
}

function changed(value: Json, edit: Edit): Json {
  const [top = '', key = '', note] = pathOf(edit);
  const part = (value[top] ?? {}) as Json;
  if (note !== undefined) {
    const notes = (part[key] ?? {}) as Json;
    const known = edit.field === 'alias' && typeof notes[note] === 'string' ? `${notes[note]}, ` : '';
    return { ...value, [top]: { ...part, [key]: { ...notes, [note]: known + (edit.field === 'link' ? '' : edit.to) } } };
  }
  if (edit.field !== 'link') return { ...value, [top]: { ...part, [key]: edit.to } };
  const { url, title } = edit;
  return { ...value, [top]: { ...part, [key]: [...((part[key] ?? []) as unknown[]), { url, ...(title && { title }) }] } };
}

/** Without the line break that a block scalar ends with. */
function pared(value: unknown, edit: Edit): unknown {
  const { metadata, ...rest } = value as { metadata: Json };
  const { description } = metadata;
  return edit.field === 'description' ? { ...rest, metadata: { ...metadata, description: String(description).trimEnd() } } : value;
}
