import type { YamlNode } from './yaml-tree.ts';
import { bestWay, blockLines, type Texts, waysToWrite, writeKey, type Written } from './write-value.ts';
import { lineBefore } from './splice.ts';

/** The text that is edited, and how it is written where nothing near by tells. */
export interface Page {
  text: string;
  lineEnd: string;
  /** One step of indentation. */
  step: string;
  /** The items of a list stand further right than its key. */
  indentsLists: boolean;
  /** Everything is in brackets and double quotes. */
  json: boolean;
}

/** Learns the file's habits from the document. */
export function readPage(text: string, root: YamlNode): Page {
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const habits: { step?: string; indentsLists?: boolean } = {};
  learn(text, root, habits);
  const json = root.kind === 'mapping' && root.flow && root.entries.every(({ key }) => key.kind === 'scalar' && key.style === 'double');
  return { text, lineEnd, step: habits.step ?? '  ', indentsLists: habits.indentsLists ?? true, json };
}

/** `key: value` as lines of a block mapping, the best way first. */
export function waysAsLines(page: Page, { key, value, indent }: { key: string; value: Written; indent: string }): string[][] {
  const name = `${indent}${writeKey(key, page)}:`;
  const deeper = indent + page.step;
  if (value.kind === 'map') return [[name, ...mappingLines(page, value.map, deeper)]];
  if (value.kind === 'list') return [[name, ...itemLines(page, value.map, { dash: page.indentsLists ? deeper : indent, gap: ' ' })]];
  const block = value.text.includes('\n') ? [[`${name} |-`, ...blockLines(value.text, { indent: deeper, folded: false })]] : [];
  return [...block, ...waysToWrite(value.text, { ...page, flow: false }).map((written) => [`${name} ${written}`])];
}

/** `- url: …` and the line below it. */
export function itemLines(page: Page, map: Texts, { dash, gap }: { dash: string; gap: string }): string[] {
  const inside = `${dash} ${' '.repeat(gap.length)}`;
  return mappingLines(page, map, inside).map((line, n) => (n === 0 ? `${dash}-${gap}${line.slice(inside.length)}` : line));
}

function mappingLines(page: Page, map: Texts, indent: string): string[] {
  return Object.entries(map).map(([key, text]) => `${indent}${writeKey(key, page)}: ${bestWay(text, { ...page, flow: false })}`);
}

/** The first block mapping inside a block mapping tells the step, the first block list how those stand. */
function learn(text: string, node: YamlNode, habits: { step?: string; indentsLists?: boolean }): void {
  if (node.kind !== 'mapping' || node.flow) return;
  for (const { key, value } of node.entries) {
    const own = lineBefore(text, key.start);
    const below = lineBefore(text, value.start);
    const isBelow = 'flow' in value && !value.flow && /^ *$/.test(below) && /^ *$/.test(own);
    if (isBelow && value.kind === 'mapping' && below.length > own.length) habits.step ??= below.slice(own.length);
    if (isBelow && value.kind === 'list') habits.indentsLists ??= below.length > own.length;
    learn(text, value, habits);
  }
}
