import type { NeedsGraph, Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { startNodes } from './closure.ts';

/** A thing that is directly needed, or directly needs. */
export interface DirectNeed {
  ref: Ref;
  /** `dependsOn` or `dependencyOf` says so; through an API alone it is false. */
  stated: boolean;
  /** APIs through which it is needed. */
  apis: Ref[];
}

/** One step, each thing once, itself as well where it needs itself. */
export function directNeeds(graph: NeedsGraph, start: Ref, way: Way): DirectNeed[] {
  const needs = new Map<Ref, DirectNeed>();
  const meet = (node: number, api?: Ref): void => {
    const ref = graph.refOf(node);
    const need = needs.get(ref) ?? { ref, stated: false, apis: [] };
    needs.set(ref, need);
    if (api === undefined) need.stated = true;
    else need.apis.push(api);
  };
  for (const first of startNodes(graph, start)) {
    graph.visit(first, way, (next) => {
      if (graph.isApi(next)) graph.visit(next, way, (node) => meet(node, graph.refOf(next)));
      else meet(next, graph.isApi(first) ? start : undefined);
    });
  }
  return [...needs.values()];
}
