import type { Page } from './page.ts';
import { lineBefore, type Splice } from './splice.ts';
import type { YamlEntry, YamlNode } from './yaml-tree.ts';

/** One more thing inside brackets, on a line of its own where the last one is. */
export function afterLast(
  { text, lineEnd }: Page,
  { start, end }: YamlNode,
  { last, put }: { last: YamlEntry | undefined; put: string },
): Splice {
  if (!last) return { start: start + 1, end: start + 1, text: put };
  const comma = /(?:\s|#[^\r\n]*)*,/y;
  comma.lastIndex = last.value.end;
  const after = comma.test(text) && comma.lastIndex < end ? comma.lastIndex : undefined;
  const indent = lineBefore(text, last.key.start);
  const gap = /^\s*$/.test(indent) && indent !== '' ? lineEnd + indent : ' ';
  const at = after ?? last.value.end;
  return { start: at, end: at, text: (after === undefined ? ',' : '') + gap + put };
}
