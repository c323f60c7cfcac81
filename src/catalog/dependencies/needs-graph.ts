import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import type { NeedsIndex } from './needs-index.ts';

/**
 * The index as an audience sees it: what is hidden from it is not come to, so nothing behind it is found either.
 * `isHidden` absent: nothing is.
 */
export function needsGraph(index: NeedsIndex, isHidden?: (ref: Ref) => boolean): NeedsGraph {
  const { refs, between, owners, ownedBy } = index;
  const known = (all: readonly Ref[]) => (isHidden ? remembered(all.length, (n) => !isHidden(all[n] ?? '')) : () => true);
  const [shows, showsOwner] = [known(refs), known(owners)];
  const shown = (node: number | undefined): number | undefined => (node !== undefined && shows(node) ? node : undefined);
  return {
    size: refs.length,
    thing: (ref) => shown(index.things.get(ref)),
    api: (ref) => shown(index.apis.get(ref)),
    refOf: (node) => refs[node] ?? '',
    isApi: (node) => between[node] === 1,
    ownerOf(node) {
      const last = ownedBy.starts[node + 1] ?? 0;
      for (let at = ownedBy.starts[node] ?? 0; at < last; at++) {
        const owner = ownedBy.ends[at] ?? 0;
        if (showsOwner(owner)) return owners[owner];
      }
      return undefined;
    },
    visit(node, way, found) {
      const { starts, ends } = index[way];
      const last = starts[node + 1] ?? 0;
      for (let at = starts[node] ?? 0; at < last; at++) {
        const next = ends[at] ?? 0;
        if (shows(next)) found(next);
      }
    },
    mayCircle(one, other) {
      const knots = index.knots();
      return knots[one] === knots[other];
    },
  };
}

/** A popular thing is come to thousands of times in one walk. */
function remembered(size: number, ask: (node: number) => boolean): (node: number) => boolean {
  const known = new Uint8Array(size);
  return (node) => {
    if (known[node] === 0) known[node] = ask(node) ? 2 : 1;
    return known[node] === 2;
  };
}
