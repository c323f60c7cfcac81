import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { splitRef } from '#core/ref.ts';
import { refName } from '../ownership/owner.ts';
import type { NodeShape, PictureNode, PictureOwner } from './picture.ts';

const shapes: Readonly<Record<string, NodeShape>> = {
  component: 'component',
  api: 'api',
  resource: 'resource',
  system: 'system',
  domain: 'system',
};

/** A thing as it is drawn, in the catalog or not. */
export function drawnNode(view: DirectoryView, ref: Ref): PictureNode {
  const owner = drawnOwner(view, ref);
  const node = { id: ref, name: refName(view, ref), shape: shapes[splitRef(ref).kind] ?? 'other' };
  if (!view.get(ref)) return { ...node, dangling: true };
  return owner ? { ...node, owner } : node;
}

/** The same owner without its name, which costs less where there are thousands. */
export function ownerRef(view: DirectoryView, ref: Ref): Ref | undefined {
  return view.targets(ref, 'ownedBy').toSorted()[0];
}

export function drawnOwner(view: DirectoryView, ref: Ref): PictureOwner | undefined {
  const owner = ownerRef(view, ref);
  return owner === undefined ? undefined : { ref: owner, name: refName(view, owner) };
}
