import type { Ref } from '#core/ref.ts';
import type { Viewer } from '#core/viewer.ts';
import type { SourceRow } from './memory.ts';

/**
 * Tells which sources a viewer may see. A source that is not known, for instance because it was just taken out of the
 * configuration, is hidden from everyone but the operator: nobody can say whom it was for.
 */
export function visibleSources(viewer: Viewer, sources: ReadonlyMap<string, Pick<SourceRow, 'visibleTo'>>): (source: string) => boolean {
  if (viewer.kind === 'operator') return () => true;
  // Group membership counts only for members: a guest's profile is not under our authority.
  const groups = new Set<Ref>(viewer.kind === 'member' ? viewer.groups : []);
  return (name) => {
    const allowed = sources.get(name)?.visibleTo;
    if (allowed === undefined) return false;
    return allowed === 'everyone' || allowed.some((group) => groups.has(group));
  };
}
