import { misplaced } from './from-elsewhere.ts';
import type { Page } from './page.ts';
import { lineBefore, type Splice } from './splice.ts';
import { blockLines, waysToWrite } from './write-value.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yaml-tree.ts';

interface Replaced {
  node: YamlNode;
  /** The key that it is the value of. */
  above: YamlEntry | undefined;
  inFlow: boolean;
  text: string;
}

/** Another text in the place of one, in the same quotes or block form where that can hold it. */
export function* inPlace(page: Page, { node, above, inFlow, text }: Replaced): Generator<Splice> {
  if (node.kind !== 'scalar' || !above) throw misplaced();
  if (node.style === 'literal' || node.style === 'folded') return yield* blockInPlace(page, { node, above, text });
  const { start, end } = node;
  const indent = lineBefore(page.text, above.key.start);
  if (text.includes('\n') && !inFlow && /^ *$/.test(indent)) {
    const lines = blockLines(text, { indent: indent + page.step, folded: false });
    yield { start, end, text: ['|-', ...lines].join(page.lineEnd) };
  }
  const quotes = node.style === 'single' || node.style === 'double' ? { quotes: node.style } : {};
  for (const way of waysToWrite(text, { flow: inFlow, json: page.json, ...quotes })) yield { start, end, text: way };
}

function* blockInPlace(page: Page, { node, above, text }: { node: YamlScalar; above: YamlEntry; text: string }): Generator<Splice> {
  const old = page.text.slice(node.start, node.end);
  const indent = /^(?:[ \t]*(?:\r\n|\r|\n))*( +)/.exec(old)?.[1] ?? lineBefore(page.text, above.key.start) + page.step;
  const end = node.start + old.trimEnd().length;
  const lines = blockLines(text, { indent, folded: node.style === 'folded' });
  yield { start: node.start, end, text: lines.join(page.lineEnd) };
  const header = node.start - (/[|>][^\r\n]*(?:\r\n|\r|\n)$/.exec(page.text.slice(above.key.end, node.start))?.[0].length ?? 0);
  if (header === node.start) return;
  yield { start: header, end, text: ['|-', ...blockLines(text, { indent, folded: false })].join(page.lineEnd) };
  for (const way of waysToWrite(text, { flow: false, json: false })) yield { start: header, end, text: way };
}
