import type { DirectoryView } from '#core/directory.ts';
import { splitRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';
import { nearestRef } from '../find/nearest-ref.ts';

/** Which group or person an owner that is not in the catalog was probably meant to be; of what this audience may see. */
export function suggestOwner(view: DirectoryView, ref: Ref): Ref | undefined {
  return nearestRef(ref, sameKind(view, `${splitRef(ref).kind}:`));
}

function* sameKind(view: DirectoryView, prefix: string): Generator<Ref> {
  for (const { ref } of view.entries()) if (ref.startsWith(prefix)) yield ref;
}
