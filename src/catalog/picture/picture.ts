import type { Ref } from '#core/ref.ts';

/** What a picture shows: plain data, so that a thread can draw it. Names come from the catalog as they are. */
export interface Picture {
  /** Above it: what it is about. */
  title: string;
  /** Below that: what is to be learned from it, in one line. */
  takeaway: string;
  /** At most `mostNodes`; in the order in which they are laid out. */
  nodes: readonly PictureNode[];
  edges: readonly PictureEdge[];
}

export const mostNodes = 40;

export interface PictureNode {
  /** Unique in the picture; shown in place of a name that cannot be drawn. */
  id: string;
  name: string;
  shape: NodeShape;
  /** Absent where nobody is known. */
  owner?: PictureOwner;
  /** What the picture is about. */
  centre?: true;
  /** Named by others, and not in the catalog. */
  dangling?: true;
}

/** `fold`: stands for several that have no place of their own. */
export type NodeShape = 'component' | 'api' | 'resource' | 'system' | 'other' | 'fold';

/** The same owner has the same colour in every picture, as far as there are enough of them. */
export interface PictureOwner {
  ref: Ref;
  name: string;
}

/** `from` needs `to`. */
export interface PictureEdge {
  from: string;
  to: string;
  /** `api`: through an API that one of them provides. */
  kind: 'depends' | 'api';
  /** Part of a cycle of needs. */
  cycle?: true;
}

/** Shares of wholes, one below the other. */
export interface Chart {
  title: string;
  takeaway: string;
  bars: readonly Bar[];
}

export interface Bar {
  label: string;
  value: number;
  /** The whole; at least `value`. */
  of: number;
}

/** What can be drawn. */
export type Drawing = { type: 'picture'; picture: Picture } | { type: 'chart'; chart: Chart };
