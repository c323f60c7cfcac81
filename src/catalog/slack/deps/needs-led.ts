/** What is asked of a thing's needs: which way, and how far; 1 = directly. */
export interface NeedsAsked {
  side: 'both' | 'up' | 'down';
  depth: number;
}

/** The same where it is kept with a button. */
export type NeedsLed = `needs-${NeedsAsked['side']}-${number}`;

export const deepest = 20;
export const direct: NeedsAsked = { side: 'both', depth: 1 };

export function needsLed({ side, depth }: NeedsAsked): NeedsLed {
  return `needs-${side}-${depth}`;
}

/** Undefined when it is something else. */
export function readNeedsLed(led: string): NeedsAsked | undefined {
  const [, side, depth] = /^needs-(both|up|down)-(\d{1,2})$/.exec(led) ?? [];
  if (side !== 'both' && side !== 'up' && side !== 'down') return undefined;
  return { side, depth: Math.min(deepest, Math.max(1, Number(depth))) };
}
