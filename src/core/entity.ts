import type { Ref } from './ref.ts';

/**
 * One thing in the catalog, in Backstage's envelope. As stored: `metadata.namespace` filled in, optional null and
 * empty fields dropped, annotation and label values turned into strings, lists of refs sorted; unknown fields kept as they were.
 */
export interface Entity {
  apiVersion: string;
  kind: string;
  metadata: EntityMetadata;
  spec?: Record<string, unknown>;
}

export interface EntityMetadata {
  name: string;
  namespace: string;
  title?: string;
  description?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  tags?: string[];
  links?: EntityLink[];
  [extra: string]: unknown;
}

export interface EntityLink {
  url: string;
  title?: string;
  icon?: string;
  type?: string;
}

/** An edge as seen from one entity. Relations are always known in both directions (`ownedBy` ⇄ `ownerOf`). */
export interface Relation {
  type: string;
  targetRef: Ref;
}
