import type { DirectoryView } from '#core/directory.ts';
import type { Way } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import { count } from '#core/words.ts';
import { directNeeds } from '../dependencies/direct-needs.ts';
import { findCycles } from '../dependencies/find-cycles.ts';
import { ownerRef } from './drawn-node.ts';
import type { Picture } from './picture.ts';

/** What is known of the whole, of which a picture may show a part. */
export interface Totals {
  /** Directly and through APIs, of what is in the catalog. */
  needs: number;
  neededBy: number;
  /** Different owners among them. */
  owners: number;
  /** Whether one can come back to it, by however many steps. */
  inCycle: boolean;
}

export function directTotals(view: DirectoryView, ref: Ref): Totals {
  const graph = view.needs();
  const known = (way: Way) => directNeeds(graph, ref, way).flatMap((need) => (need.ref !== ref && view.get(need.ref) ? need.ref : []));
  const [needs, neededBy] = [known('down'), known('up')];
  const owners = new Set([...needs, ...neededBy].flatMap((other) => ownerRef(view, other) ?? []));
  return { needs: needs.length, neededBy: neededBy.length, owners: owners.size, inCycle: findCycles(graph, ref).length > 0 };
}

/** What is to be learned from a picture, in one line: it stands in it, and for who does not see it instead of it. */
export function takeaway({ needs, neededBy, owners, inCycle }: Totals, drawn: Pick<Picture, 'nodes' | 'edges'>): string {
  const numbers = [`${needs} needed`, `${neededBy} ${neededBy === 1 ? 'needs' : 'need'} it`, count(owners, 'owner')];
  return inOneLine(numbers, inCycle, drawn);
}

/** The same of all that needs it. */
export function takeawayAbove(total: number, drawn: Pick<Picture, 'nodes' | 'edges'>): string {
  return inOneLine([`${total} ${total === 1 ? 'needs' : 'need'} it, directly or not`], false, drawn);
}

function inOneLine(numbers: readonly string[], inCycle: boolean, { nodes, edges }: Pick<Picture, 'nodes' | 'edges'>): string {
  const dangling = nodes.filter((node) => node.dangling).length;
  return [
    ...numbers,
    inCycle ? 'in a cycle' : edges.some(({ cycle }) => cycle) && 'a cycle nearby',
    dangling > 0 && `${dangling} not in the catalog`,
  ]
    .filter(Boolean)
    .join(' · ');
}
