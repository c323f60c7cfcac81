import type { Ref } from '#core/ref.ts';
import { type Adjacency, adjacencyOf } from './adjacency.ts';
import { findKnots } from './find-knots.ts';

/** Who needs whom in the whole catalog: a few megabytes for tens of thousands of entities. */
export interface NeedsIndex {
  /** Of each node. */
  refs: readonly Ref[];
  /** Ref → its node, of things and of APIs as what stands between two things. */
  things: ReadonlyMap<Ref, number>;
  apis: ReadonlyMap<Ref, number>;
  /** 1 where a node is an API that stands between. */
  between: Uint8Array;
  down: Adjacency;
  up: Adjacency;
  /** Node → places in `owners`, those of one node by ref: an answer about thousands asks for the owner of each. */
  ownedBy: Adjacency;
  owners: readonly Ref[];
  /** The knot of each node: two nodes are in the same one when each can be reached from the other. */
  knots(): Int32Array;
}

/** An entity's statement of a relation, see `relate`. */
interface Stated {
  type: string;
  targetRef: Ref;
}

/** All other types of relation say that things belong together, not that one needs the other. `all` is read twice. */
export function buildNeedsIndex(all: Iterable<readonly [Ref, readonly Stated[]]>): NeedsIndex {
  const refs: Ref[] = [];
  const thing = numbered(refs);
  const api = numbered(refs);
  const needing: number[] = [];
  const needed: number[] = [];
  const add = (from: number, to: number): void => {
    needing.push(from);
    needed.push(to);
  };
  for (const [ref, edges] of all) {
    for (const { type, targetRef } of edges) {
      if (type === 'dependsOn') add(thing(ref), thing(targetRef));
      else if (type === 'dependencyOf') add(thing(targetRef), thing(ref));
      else if (type === 'consumesApi') add(thing(ref), api(targetRef));
      else if (type === 'providesApi') add(api(targetRef), thing(ref));
    }
  }
  const between = new Uint8Array(refs.length);
  for (const node of api.of.values()) between[node] = 1;
  const down = adjacencyOf(refs.length, { from: needing, to: needed });
  const up = adjacencyOf(refs.length, { from: needed, to: needing });
  let knots: Int32Array | undefined;
  const nodes = { refs, things: thing.of, apis: api.of };
  return { ...nodes, between, down, up, ...ownersOf(nodes, all), knots: () => (knots ??= findKnots(down)) };
}

/** Gives each ref that it is asked for a number, and adds it to `refs` there. */
function numbered(refs: Ref[]): ((ref: Ref) => number) & { of: Map<Ref, number> } {
  const of = new Map<Ref, number>();
  const number = (ref: Ref): number => {
    const known = of.get(ref);
    if (known !== undefined) return known;
    of.set(ref, refs.length);
    return refs.push(ref) - 1;
  };
  return Object.assign(number, { of });
}

type Nodes = Pick<NeedsIndex, 'things' | 'apis'> & { refs: Ref[] };

/** Only what is owned says by whom, so nothing is looked for from the other end. */
function ownersOf({ refs, things, apis }: Nodes, all: Iterable<readonly [Ref, readonly Stated[]]>): Pick<NeedsIndex, 'ownedBy' | 'owners'> {
  const owners: Ref[] = [];
  const owner = numbered(owners);
  const owned: number[] = [];
  const by: number[] = [];
  for (const [ref, edges] of all) {
    const nodes = [things.get(ref), apis.get(ref)].filter((node) => node !== undefined);
    if (nodes.length === 0) continue;
    // The very string that entities are found by: two that only read the same are compared letter by letter.
    for (const node of nodes) refs[node] = ref;
    const stated = edges.flatMap(({ type, targetRef }) => (type === 'ownedBy' ? targetRef : []));
    for (const target of stated.sort()) {
      for (const node of nodes) {
        owned.push(node);
        by.push(owner(target));
      }
    }
  }
  return { owners, ownedBy: adjacencyOf(refs.length, { from: owned, to: by }, owners.length) };
}
