import type { YamlNode } from './yaml-tree.ts';

/** The end of what the value says: empty lines after a block scalar belong to it only if it keeps them. */
export function endOf(text: string, node: YamlNode): number {
  const last = lastIn(node);
  if (last.kind !== 'scalar' || (last.style !== 'literal' && last.style !== 'folded')) return node.end;
  const said = last.keeps ? text.slice(last.start, last.end).replace(/(?:\r\n|\r|\n)$/, '') : text.slice(last.start, last.end).trimEnd();
  return last.start + said.length;
}

function lastIn(node: YamlNode): YamlNode {
  if (node.kind === 'mapping' && !node.flow) return lastIn(node.entries.at(-1)?.value ?? { ...node, kind: 'alias' });
  if (node.kind === 'list' && !node.flow) return lastIn(node.items.at(-1) ?? { ...node, kind: 'alias' });
  return node;
}
