import { askHead } from './ask-head.ts';
import { type Clone, fetch, keptRef } from './clone.ts';

/** How far back history is brought: commits and trees, no contents. */
const depth = 101;

/** Brings the last commits of a branch; null is the default one. To be called by whoever holds the clone. Throws `SourceUnavailable`. */
export async function bringHistory(clone: Clone, branch: string | null, signal: AbortSignal): Promise<void> {
  const { servingConfig, limits } = clone;
  const { ref } = await askHead(clone.remote, { branch: branch ?? undefined, servingConfig, limits, signal });
  await fetch(clone, [`--depth=${depth}`, 'origin', `+${ref}:${keptRef(ref)}`], { signal });
}
