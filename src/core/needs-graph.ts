import type { Ref } from './ref.ts';

/** `down`: towards what is needed; `up`: towards what needs it. */
export type Way = 'down' | 'up';

/**
 * Who needs whom, as one audience may see it, for walking at memory speed. B needs A when B `dependsOn` A, or when B
 * consumes an API that A provides: then a node of its own stands between the two for that API, which is passed and not
 * counted. Nodes are numbers from 0 below `size`, and hold until the catalog changes: a graph is for one answer.
 */
export interface NeedsGraph {
  readonly size: number;
  /** Undefined when it needs nothing and nothing needs it, or when it is hidden. */
  thing(ref: Ref): number | undefined;
  /** The same of an API as what stands between two things. */
  api(ref: Ref): number | undefined;
  /** A ref that is not in the catalog is in here when something names it. */
  refOf(node: number): Ref;
  isApi(node: number): boolean;
  /** Its owner, in the catalog or not: of several the first by ref that is not hidden. Undefined where none is known. */
  ownerOf(node: number): Ref | undefined;
  /** The next nodes, each once, none of them hidden. */
  visit(node: number, way: Way, found: (next: number) => void): void;
  /** False: none of the two can be reached from the other and back. True says nothing where something is hidden. */
  mayCircle(one: number, other: number): boolean;
}
