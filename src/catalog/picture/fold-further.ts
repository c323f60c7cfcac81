import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import type { PictureEdge, PictureNode } from './picture.ts';
import { stepsFrom } from './steps.ts';
import type { Found } from './walk.ts';

/** To so many it is joined, that its lines do not cover the rest. */
const mostLines = 8;

/** What stands for all that is further away than what was walked to, and needs it: nothing when that was all. */
export function foldFurther(
  graph: NeedsGraph,
  { drawn, folds, found, total }: { drawn: readonly Found[]; folds: readonly PictureNode[]; found: readonly Found[]; total: number },
): { folds: PictureNode[]; edges: PictureEdge[] } {
  const met = new Set<Ref>(found.map(({ ref }) => ref));
  const things = found.filter(({ ref }) => graph.thing(ref) !== undefined && !ref.startsWith('api:')).length;
  const further = total - things;
  if (further <= 0) return { folds: [], edges: [] };
  const id = 'up further';
  const last = drawn.filter(({ ref }) => stepsFrom(graph, ref, 'up').some((step) => !met.has(step.ref)));
  const ends = [...folds.map((fold) => fold.id), ...last.map(({ ref }) => ref)].slice(0, mostLines);
  return {
    folds: [{ id, name: `${further} further away`, shape: 'fold' }],
    edges: ends.map((to) => ({ from: id, to, kind: 'depends' })),
  };
}
