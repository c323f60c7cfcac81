import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { count } from '#core/words.ts';
import { ownerRef } from './drawn-node.ts';
import type { Picture } from './picture.ts';
import { type Direction, stepsFrom } from './steps.ts';

/** What is known of the whole, of which a picture may show a part. */
export interface Totals {
  /** Directly; through an API counts as that, and the API itself is not counted unless nobody provides it. */
  needs: number;
  neededBy: number;
  /** Different owners among them. */
  owners: number;
}

/** Without looking at any of them, of which there can be thousands. */
export function directTotals(view: DirectoryView, ref: Ref): Totals {
  const [needs, neededBy] = [across(view, ref, 'needs'), across(view, ref, 'neededBy')];
  const owners = new Set([...needs, ...neededBy].flatMap((other) => ownerRef(view, other) ?? []));
  return { needs: needs.size, neededBy: neededBy.size, owners: owners.size };
}

function across(view: DirectoryView, ref: Ref, direction: Direction): Set<Ref> {
  const next = stepsFrom(view, ref, direction).flatMap((step) => {
    if (step.kind !== 'api' || !step.ref.startsWith('api:')) return step.ref;
    const beyond = stepsFrom(view, step.ref, direction).map((other) => other.ref);
    return beyond.length > 0 ? beyond : step.ref;
  });
  return new Set(next.filter((other) => other !== ref));
}

/** What is to be learned from a picture, in one line: it stands in it, and for who does not see it instead of it. */
export function takeaway({ needs, neededBy, owners }: Totals, { nodes, edges }: Pick<Picture, 'nodes' | 'edges'>): string {
  const dangling = nodes.filter((node) => node.dangling).length;
  return [
    `${needs} needed`,
    `${neededBy} ${neededBy === 1 ? 'needs' : 'need'} it`,
    count(owners, 'owner'),
    cycles(nodes, edges),
    dangling > 0 && `${dangling} not in the catalog`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function cycles(nodes: Picture['nodes'], edges: Picture['edges']): string | false {
  const circled = edges.filter(({ cycle }) => cycle);
  const centre = nodes.find((node) => node.centre)?.id;
  if (circled.some(({ from }) => from === centre)) return 'in a cycle';
  return circled.length > 0 && 'a cycle nearby';
}
