/** One line of the table. */
export interface Figure {
  what: string;
  /** As printed: a ratio, a time or a share, with what it was made from. */
  measured: string;
  bound: string;
  kept: boolean;
  /** What was warm and what was cold: caches, database, process. */
  state: string;
}

export interface Row {
  /** What it is called on the command line. */
  id: string;
  measure: () => Promise<Figure[]>;
}

/** The middle value; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('No values, no median.');
  return (low + high) / 2;
}

/** Milliseconds that `work` takes, and what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
