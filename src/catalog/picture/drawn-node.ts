import type { DirectoryView } from '#core/directory.ts';
import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { splitRef } from '#core/ref.ts';
import { ownerIn } from '../dependencies/closure.ts';
import { refName } from '../ownership/owner.ts';
import type { NodeShape, PictureNode, PictureOwner } from './picture.ts';

const shapes: Readonly<Record<string, NodeShape>> = {
  component: 'component',
  api: 'api',
  resource: 'resource',
  system: 'system',
  domain: 'system',
};

/** What an audience sees; a graph is for one answer. */
export interface Sight {
  view: DirectoryView;
  graph: NeedsGraph;
}

/** A thing as it is drawn, in the catalog or not. */
export function drawnNode(sight: Sight, ref: Ref): PictureNode {
  const owner = drawnOwner(sight, ref);
  const node = { id: ref, name: refName(sight.view, ref), shape: shapes[splitRef(ref).kind] ?? 'other' };
  if (!sight.view.get(ref)) return { ...node, dangling: true };
  return owner ? { ...node, owner } : node;
}

export function drawnOwner({ view, graph }: Sight, ref: Ref): PictureOwner | undefined {
  const owner = ownerIn(graph, ref);
  return owner === undefined ? undefined : { ref: owner, name: refName(view, owner) };
}
