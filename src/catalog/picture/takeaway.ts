import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { aroundOf } from '../dependencies/around.ts';
import type { Impact } from '../dependencies/impact.ts';
import { countOwners } from '../ownership/count-owners.ts';
import type { Picture } from './picture.ts';

/** What is known of the whole, of which a picture may show a part. */
export interface Totals {
  /** Directly and through APIs, of what is in the catalog. */
  needs: number;
  neededBy: number;
  /** Different owners among them. */
  owners: readonly Ref[];
  /** Whether one can come back to it, by however many steps. */
  inCycle: boolean;
}

/** As the card says them. */
export function directTotals(view: DirectoryView, entry: Entry): Totals {
  const { needs, neededBy, owners, cycles } = aroundOf(view, entry);
  return { needs: needs.length, neededBy: neededBy.length, owners, inCycle: cycles.length > 0 };
}

/** What is to be learned from a picture, in one line: it stands in it, and for who does not see it instead of it. */
export function takeaway({ needs, neededBy, owners, inCycle }: Totals, drawn: Pick<Picture, 'nodes' | 'edges'>): string {
  const numbers = [`${needs} needed`, `${neededBy} ${neededBy === 1 ? 'needs' : 'need'} it`, countOwners(owners)];
  return inOneLine(numbers, inCycle, drawn);
}

/** The same of all that needs it. */
export function takeawayAbove({ total, production, teams }: Impact, drawn: Pick<Picture, 'nodes' | 'edges'>): string {
  const need = `${total} ${total === 1 ? 'needs' : 'need'} it, directly or not`;
  return inOneLine([need, `${production} in production`, countOwners(teams.map(({ owner }) => owner))], false, drawn);
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
