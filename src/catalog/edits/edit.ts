import type { Ref } from '#core/ref.ts';

/** One fact of a descriptor as it shall be. */
export type Edit =
  /** A ref, short where the field's defaults allow it. */
  | { field: 'owner'; to: string }
  | { field: 'description'; to: string }
  /** One more in `metadata.links`. */
  | { field: 'link'; url: string; title?: string }
  /** `#name` or an id: the annotation `slack.com/channel`. */
  | { field: 'channel'; to: string }
  /** One more in the annotation `switchboard.io/aliases`: comma-separated, each as good as the name in a lookup. */
  | { field: 'alias'; to: string };

/** The entity that an edit is about, and where its descriptor stands. */
export interface EditTarget {
  ref: Ref;
  source: string;
  path: string;
  /** 0-based index of the document in its file, empty ones counted, when it was read. */
  doc: number;
}

export const channelAnnotation = 'slack.com/channel';
export const aliasAnnotation = 'switchboard.io/aliases';
