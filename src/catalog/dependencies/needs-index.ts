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
  /** The knot of each node: two nodes are in the same one when each can be reached from the other. */
  knots(): Int32Array;
}

/** An entity's statement of a relation, see `relate`. */
interface Stated {
  type: string;
  targetRef: Ref;
}

/** All other types of relation say that things belong together, not that one needs the other. */
export function buildNeedsIndex(all: Iterable<readonly [Ref, readonly Stated[]]>): NeedsIndex {
  const refs: Ref[] = [];
  const numbers = (): ((ref: Ref) => number) & { of: Map<Ref, number> } => {
    const of = new Map<Ref, number>();
    const number = (ref: Ref): number => {
      const known = of.get(ref);
      if (known !== undefined) return known;
      of.set(ref, refs.length);
      return refs.push(ref) - 1;
    };
    return Object.assign(number, { of });
  };
  const thing = numbers();
  const api = numbers();
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
  const down = adjacencyOf(refs.length, needing, needed);
  const up = adjacencyOf(refs.length, needed, needing);
  let knots: Int32Array | undefined;
  return { refs, things: thing.of, apis: api.of, between, down, up, knots: () => (knots ??= findKnots(down)) };
}
