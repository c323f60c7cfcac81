/** Numbers that look random and are the same for the same seed on every machine. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number;
  /** Integer, 0 <= x < limit. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
}

/** sfc32 by Chris Doty-Humphrey (PractRand, public domain): 128 bits of state, fast, no short cycles in practice. */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // The first numbers still show the seed.
  for (let i = 0; i < 15; i++) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: <T>(from: readonly T[]): T => {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new RangeError('Nothing to pick from.');
      return chosen;
    },
    chance: (probability) => next() < probability,
  };
}

/** A new array in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Picks early items far more often than late ones: item r has weight 1 / r (Zipf's law with exponent 1). */
export function zipfPicker<T>(items: readonly T[], random: Random): () => T {
  let total = 0;
  const sums = items.map((_, i) => (total += 1 / (i + 1)));
  return () => {
    const point = random.next() * total;
    let [low, high] = [0, items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < point) low = middle + 1;
      else high = middle;
    }
    return items[low] as T;
  };
}
