import type { DirectoryView, Entry } from '#core/directory.ts';
import type { NeedsGraph, Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { ownerIn } from './closure.ts';
import { directNeeds } from './direct-needs.ts';
import { findCycles } from './find-cycles.ts';

/** What is directly around a thing, as far as this audience may see it. */
export interface Around {
  /** What it needs and what needs it, through APIs as well; each once, in no particular order, without itself. */
  needs: Entry[];
  neededBy: Entry[];
  /** Listed, not counted: who stands behind an API is counted above. By ref. */
  consumes: { api: Ref; providers: Ref[] }[];
  provides: { api: Ref; consumers: number }[];
  /** Ends that lead nowhere: what is not in the catalog, and APIs that nobody provides. By ref. */
  dangling: Ref[];
  /** See `findCycles`. */
  cycles: Ref[][];
  /** Different owners of `needs` and `neededBy`, in no particular order; some may not be in the catalog. */
  owners: Ref[];
}

export function aroundOf(view: DirectoryView, { ref }: Entry): Around {
  const graph = view.needs();
  const needs = knownOf(view, graph, { ref, way: 'down' });
  const neededBy = knownOf(view, graph, { ref, way: 'up' });
  const consumes = view
    .targets(ref, 'consumesApi')
    .toSorted()
    .map((api) => ({ api, providers: view.targets(api, 'apiProvidedBy').toSorted() }));
  const provides = view
    .targets(ref, 'providesApi')
    .toSorted()
    .map((api) => ({ api, consumers: view.targets(api, 'apiConsumedBy').length }));
  const apis = [
    ...consumes.filter(({ api, providers }) => providers.length === 0 || !view.get(api)),
    ...provides.filter(({ api }) => !view.get(api)),
  ];
  const owners = new Set([...needs.entries, ...neededBy.entries].flatMap((entry) => ownerIn(graph, entry.ref) ?? []));
  return {
    needs: needs.entries,
    neededBy: neededBy.entries,
    consumes,
    provides,
    dangling: [...new Set([...needs.dangling, ...neededBy.dangling, ...apis.map(({ api }) => api)])].sort(),
    cycles: findCycles(graph, ref),
    owners: [...owners],
  };
}

function knownOf(view: DirectoryView, graph: NeedsGraph, from: { ref: Ref; way: Way }): { entries: Entry[]; dangling: Ref[] } {
  const refs = directNeeds(graph, from.ref, from.way).flatMap(({ ref }) => (ref === from.ref ? [] : ref));
  const entries = refs.flatMap((ref) => view.get(ref) ?? []);
  return { entries, dangling: entries.length === refs.length ? [] : refs.filter((ref) => !view.get(ref)) };
}
