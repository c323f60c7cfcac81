/** The first of them as if all were put in order, which costs more the more there are: of thousands a card shows a few. */
export function firstInOrder<T>(all: readonly T[], most: number, compare: (a: T, b: T) => number): T[] {
  if (most < 1) return [];
  // Each of the first has to make room for those that are found later.
  if (most > fewest && most * fewest > all.length) return all.toSorted(compare).slice(0, most);
  const first: T[] = [];
  for (const one of all) {
    const last = first[most - 1];
    if (last !== undefined && compare(one, last) >= 0) continue;
    first.splice(first.findLastIndex((other) => compare(other, one) <= 0) + 1, 0, one);
    if (first.length > most) first.pop();
  }
  return first;
}

const fewest = 20;
