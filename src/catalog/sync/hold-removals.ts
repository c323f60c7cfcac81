import { createHash } from 'node:crypto';
import type { Ref } from '#core/ref.ts';

/** Removals that wait for an administrator; the column `source.held`. */
export interface Held {
  /** Names this very set. */
  id: string;
  /** Head at which the set was made; null for folders. */
  head: string | null;
  /** Head that was read before anything of it was missing. */
  from: string | null;
  /** Sorted. */
  refs: Ref[];
  /** ISO 8601. */
  at: string;
}

export interface HoldInput {
  source: string;
  /** Refs that the source does not yield any more, those held back before included. */
  missing: readonly Ref[];
  /** Refs that the source had. */
  total: number;
  /** What is held back until now. */
  held: Held | null;
  previousHead: string | null;
  head: string | null;
  /** An administrator has seen `held` and wants it applied. */
  confirmed: boolean;
  now: Date;
}

/**
 * Whether removals wait: when they are more than 20 and more than 20 % of what the source had, which looks more like
 * a mistake than like a decision. Confirmed is what was shown and nothing else: a set that grew is held anew.
 */
export function holdRemovals(input: HoldInput): Held | null {
  const { missing, total, held, confirmed } = input;
  if (missing.length <= 20 || missing.length <= total * 0.2) return null;
  const shown = new Set(held?.refs);
  if (confirmed && missing.every((ref) => shown.has(ref))) return null;
  const refs = missing.toSorted();
  if (held && held.refs.length === refs.length && refs.every((ref) => shown.has(ref))) return held;
  const id = createHash('sha256')
    .update(JSON.stringify([input.source, input.head, refs]))
    .digest('hex')
    .slice(0, 12);
  return { id, head: input.head, from: held ? held.from : input.previousHead, refs, at: input.now.toISOString() };
}
