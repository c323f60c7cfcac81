/**
 * What is counted while the product works, for whoever runs it. What tells counts apart is an id of ours, a code, or a
 * name from the configuration: never what somebody typed, because each value is kept for ever.
 */
export interface Meter {
  /** An answer is out, so many milliseconds after the question came in. `entry`: the id of what answered. */
  answered(entry: string, ms: number): void;
  /** A lookup that found nothing. */
  missed(): void;
  /** A call to somebody else failed. `code`: theirs, or ours where they said none. */
  failed(whose: 'slack' | 'github', code: string): void;
}

/** When nobody reads the numbers. */
export const noMeter: Meter = { answered: nothing, missed: nothing, failed: nothing };

function nothing(): void {
  // Nobody reads it.
}
