import { afterLast } from './after-last.ts';
import { endOf } from './end-of.ts';
import { misplaced, refuseForeign } from './from-elsewhere.ts';
import { inPlace } from './in-place.ts';
import { oneMore } from './one-more.ts';
import { type Page, waysAsLines } from './page.ts';
import { lineBefore, linesBelow, type Splice } from './splice.ts';
import { inBrackets, type Texts, waysToWrite, writeKey, type Written } from './write-value.ts';
import type { YamlEntry, YamlMapping, YamlNode } from './yaml-tree.ts';

/** What is to be so at a path of keys. */
export interface Wish {
  path: readonly string[];
  /** Text that stands there, or one more item of the list. */
  value: { kind: 'text'; text: string } | { kind: 'list'; map: Texts };
  /** Keys below which it is put where it is missing; else at the end. */
  below?: readonly string[];
}

/**
 * Ways to put the value at the path, the best first, each as one replacement of a part of the text. Which of them says
 * what is meant, and nothing else, only reading the result tells. Throws UserError where what stands there comes from
 * elsewhere.
 */
export function* planSplices(page: Page, root: YamlNode, { path, value, below }: Wish): Generator<Splice> {
  let node = root;
  let above: YamlEntry | undefined;
  let inFlow = false;
  for (const [n, key] of path.entries()) {
    refuseForeign(node);
    if (isNothing(node) && above) return yield* fillIn(page, above, { value: nested(value, path[n]), inFlow });
    if (node.kind !== 'mapping') throw misplaced();
    inFlow = node.flow;
    const entry = node.entries.find((one) => one.key.kind === 'scalar' && one.key.value === key);
    if (!entry) {
      const missing = { key, value: nested(value, path[n + 1]), below };
      return yield* inFlow ? intoBrackets(page, node, missing) : belowEntries(page, node, missing);
    }
    above = entry;
    node = entry.value;
  }
  refuseForeign(node);
  if (above && isNothing(node)) return yield* fillIn(page, above, { value, inFlow });
  if (value.kind === 'list') return yield* oneMore(page, node, value.map);
  yield* inPlace(page, { node, above, inFlow, text: value.text });
}

const isNothing = (node: YamlNode): boolean =>
  node.kind === 'scalar' && (node.style === 'empty' || (node.style === 'plain' && /^(?:~|null)$/i.test(node.value)));

/** The value below the key that is missing above it, if one is: it is never more than one. */
function nested(value: Wish['value'], key: string | undefined): Written {
  return key === undefined || value.kind === 'list' ? value : { kind: 'map', map: { [key]: value.text } };
}

/** A key without a value, or with `~`. */
function* fillIn(page: Page, { key, value: old }: YamlEntry, { value, inFlow }: { value: Written; inFlow: boolean }): Generator<Splice> {
  const { text } = page;
  const colon = text.indexOf(':', key.end) + 1;
  const at =
    old.kind === 'scalar' && old.style !== 'empty' ? { start: old.start, end: old.end, gap: '' } : { start: colon, end: colon, gap: ' ' };
  if (!inFlow && value.kind !== 'text') {
    const [, ...lines] = waysAsLines(page, { key: '', value, indent: lineBefore(text, key.start) })[0] ?? [];
    if (at.start === at.end) yield linesBelow(text, at.end, { lines, lineEnd: page.lineEnd });
  }
  const ways = value.kind === 'text' ? waysToWrite(value.text, { ...page, flow: inFlow }) : [inBrackets(value, page)];
  for (const way of ways) yield { start: at.start, end: at.end, text: at.gap + way };
}

interface Missing {
  key: string;
  value: Written;
  below?: readonly string[] | undefined;
}

function* belowEntries(page: Page, { entries }: YamlMapping, { key, value, below = [] }: Missing): Generator<Splice> {
  const { text, lineEnd } = page;
  const [top] = entries;
  if (!top) return;
  const indent = lineBefore(text, top.key.start);
  if (!/^[ \ufeff]*$/.test(indent)) return;
  const ways = waysAsLines(page, { key, value, indent: indent.replace('\ufeff', '') });
  const preferred = below.map((name) => entries.find((entry) => entry.key.kind === 'scalar' && entry.key.value === name)).find(Boolean);
  for (const lines of ways) {
    for (const entry of [preferred, entries.at(-1)]) {
      if (entry) yield linesBelow(text, endOf(text, entry.value), { lines, lineEnd });
    }
    // Nothing that comes before it can swallow it.
    const start = top.key.start - indent.replace('\ufeff', '').length;
    yield { start, end: start, text: lines.join(lineEnd) + lineEnd };
  }
}

function* intoBrackets(page: Page, mapping: YamlMapping, { key, value }: Missing): Generator<Splice> {
  const quoted = page.json || mapping.entries.some((entry) => entry.key.kind === 'scalar' && entry.key.style === 'double');
  const manner = { json: quoted };
  const ways = value.kind === 'text' ? waysToWrite(value.text, { ...manner, flow: true }) : [inBrackets(value, manner)];
  for (const way of ways) yield afterLast(page, mapping, { last: mapping.entries.at(-1), put: `${writeKey(key, manner)}: ${way}` });
}
