import type { Entry } from '#core/directory.ts';
import type { FindWorld } from './find-world.ts';

/** Kinds in the order in which they answer for their owner. */
const kindOrder = ['component', 'api', 'resource', 'system', 'domain', 'airesource', 'template', 'group', 'user', 'location'];

/** Which of two that are equally good comes first: by kind, the default namespace before others, then by ref. */
export function compareEntries(a: Entry, b: Entry): number {
  return (
    rank(a) - rank(b) ||
    Number(a.entity.metadata.namespace !== 'default') - Number(b.entity.metadata.namespace !== 'default') ||
    (a.ref < b.ref ? -1 : Number(a.ref > b.ref))
  );
}

/** The best `count`, in order, without sorting thousands for it. */
export function firstOf<T>(items: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  const best: T[] = [];
  for (const item of items) {
    const last = best[count - 1];
    if (last !== undefined && compare(last, item) <= 0) continue;
    const at = best.findIndex((other) => compare(other, item) > 0);
    best.splice(at === -1 ? best.length : at, 0, item);
    if (best.length > count) best.pop();
  }
  return best;
}

/** One string for all owners, to compare; empty when nobody is named. Teams and people stand for themselves. */
export function ownersOf(entry: Entry, world: FindWorld): string {
  const kind = entry.entity.kind.toLowerCase();
  return kind === 'group' || kind === 'user' ? entry.ref : world.owners(entry.ref).sort().join(' ');
}

function rank(entry: Entry): number {
  const place = kindOrder.indexOf(entry.entity.kind.toLowerCase());
  return place === -1 ? kindOrder.length : place;
}
