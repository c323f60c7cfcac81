import type { NeedsGraph, Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import type { PictureEdge } from './picture.ts';

/** One step from a thing to another end; an API is a place of its own. */
export interface Step {
  ref: Ref;
  kind: PictureEdge['kind'];
}

/** What a thing directly needs, or what directly needs it, each once. An API that nobody uses is no need of anybody. */
export function stepsFrom(graph: NeedsGraph, ref: Ref, way: Way): Step[] {
  const found = new Map<Ref, Step>();
  for (const node of [graph.thing(ref), graph.api(ref)]) {
    if (node === undefined) continue;
    graph.visit(node, way, (next) => {
      const target = graph.refOf(next);
      const isApi = graph.isApi(next);
      if (target === ref || found.has(target) || (isApi && isEnd(graph, next, way))) return;
      found.set(target, { ref: target, kind: isApi || graph.isApi(node) ? 'api' : 'depends' });
    });
  }
  return [...found.values()];
}

/** Nobody consumes it. One that nobody provides is drawn all the same: somebody needs it. */
function isEnd(graph: NeedsGraph, api: number, way: Way): boolean {
  if (way === 'down') return false;
  let used = false;
  graph.visit(api, 'up', () => (used = true));
  return !used;
}
