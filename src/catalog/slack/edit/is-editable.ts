import type { DirectoryView, Entry } from '#core/directory.ts';

/** What stands in a file that people write: what GitHub and a Backstage tell by themselves does not. */
export function isEditable(entry: Entry, view: DirectoryView): boolean {
  const type = view.source(entry.source)?.type;
  return type !== undefined && type !== 'github' && type !== 'backstage' && entry.held === undefined;
}
