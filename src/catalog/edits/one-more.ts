import { afterLast } from './after-last.ts';
import { endOf } from './end-of.ts';
import { misplaced } from './from-elsewhere.ts';
import { itemLines, type Page } from './page.ts';
import { lineBefore, linesBelow, type Splice } from './splice.ts';
import { inBrackets, type Texts } from './write-value.ts';
import type { YamlList, YamlNode } from './yaml-tree.ts';

/** One more item of a list, written as the last one is. */
export function* oneMore(page: Page, node: YamlNode, map: Texts): Generator<Splice> {
  if (node.kind !== 'list') throw misplaced();
  if (node.flow) {
    const last = node.items.at(-1);
    const put = inBrackets({ kind: 'map', map }, page);
    return yield afterLast(page, node, { last: last && { key: last, value: last }, put });
  }
  yield* belowItems(page, node, map);
}

function* belowItems(page: Page, list: YamlList, map: Texts): Generator<Splice> {
  const { text, lineEnd } = page;
  const last = list.items.at(-1);
  const dash = lineBefore(text, list.start);
  if (!last || !/^ *$/.test(dash)) return;
  const gap = /-( +)$/.exec(lineBefore(text, last.start))?.[1] ?? ' ';
  const inLine = last.kind === 'mapping' && last.flow;
  const lines = inLine ? [`${dash}-${gap}${inBrackets({ kind: 'map', map }, page)}`] : itemLines(page, map, { dash, gap });
  yield linesBelow(text, endOf(text, list), { lines, lineEnd });
}
