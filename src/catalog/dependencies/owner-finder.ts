import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { ownerOf } from '../ownership/owner.ts';

/**
 * Gives the owner of one entity after the other, in the catalog or not; undefined where none is known. Thousands have the
 * same few hundred owners and write them the same way, so each is looked up once.
 */
export function ownerFinder(view: DirectoryView): (entry: Entry) => Ref | undefined {
  const known = new Map<unknown, { kind: string; namespace: string; ref: Ref | undefined }>();
  return (entry) => {
    const { kind, metadata, spec } = entry.entity;
    const { namespace } = metadata;
    const written = spec?.['owner'];
    const before = known.get(written);
    // The same words mean another owner in another namespace, and of a kind that has none nothing.
    if (before?.namespace === namespace && before.kind === kind) return before.ref;
    const owner = ownerOf(view, entry);
    const ref = 'ref' in owner ? owner.ref : undefined;
    known.set(written, { kind, namespace, ref });
    return ref;
  };
}
