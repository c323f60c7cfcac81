import { count } from '#core/words.ts';
import type { Picture } from './picture.ts';

/** What is known of the whole, of which a picture may show a part. */
export interface Totals {
  /** Directly. */
  needs: number;
  neededBy: number;
  /** Different owners among them. */
  owners: number;
}

/** What is to be learned from a picture, in one line: it stands in it, and for who does not see it instead of it. */
export function takeaway({ needs, neededBy, owners }: Totals, { nodes, edges }: Pick<Picture, 'nodes' | 'edges'>): string {
  const dangling = nodes.filter((node) => node.dangling).length;
  return [
    `${needs} needed`,
    `${neededBy} ${neededBy === 1 ? 'needs' : 'need'} it`,
    count(owners, 'owner'),
    edges.some(({ cycle }) => cycle) && 'in a cycle',
    dangling > 0 && `${dangling} not in the catalog`,
  ]
    .filter(Boolean)
    .join(' · ');
}
