import type { DirectoryView, Entry, Tombstone } from '#core/directory.ts';

/** What became of something that was written down by its uid, as far as this audience may know. */
export type Kept =
  | { state: 'there'; entry: Entry }
  | { state: 'removed'; tombstone: Tombstone }
  /** Not for this audience, or forgotten. */
  | { state: 'unknown' };

/** From memory. By its uid alone: it may have another name now, and another thing its old one. */
export function findKept(view: DirectoryView, uid: string): Kept {
  const entry = view.withUid(uid);
  if (entry) return { state: 'there', entry };
  const tombstone = view.tombstoneWithUid(uid);
  return tombstone ? { state: 'removed', tombstone } : { state: 'unknown' };
}
