import type { Entry, Found } from '#core/directory.ts';
import type { Hits } from './exact-hits.ts';
import type { FindWorld } from './find-world.ts';
import { keySpaces } from './key-space.ts';
import { compareEntries, firstOf, ownersOf } from './order-entries.ts';

/** How many choices a person is offered. */
export const choiceLimit = 5;

/**
 * The verdict on exact hits, of which there is at least one: the best tier that has any decides. One hit is sure, and
 * so are several with one owner, for that is what was asked; those further down with the same owner are named along.
 * @param sure false when the hits may only be offered
 */
export function decideHits(hits: Hits, world: FindWorld, sure = true): Found {
  const tier = Math.min(...tiersOf(hits));
  const best = [...hits].filter(([, reached]) => reached === tier).map(([entry]) => entry);
  const [first] = firstOf(best, 1, compareEntries);
  if (sure && first && (best.length === 1 || haveOneOwner(best, world))) {
    return { outcome: 'one', entry: first, alike: alikeOf(first, hits, world) };
  }
  return { outcome: 'several', entries: firstOf(best, choiceLimit, compareEntries), total: best.length };
}

function tiersOf(hits: Hits): Set<number> {
  return new Set(hits.values());
}

function haveOneOwner(entries: readonly Entry[], world: FindWorld): boolean {
  const owner = entries[0] && ownersOf(entries[0], world);
  return owner !== '' && entries.every((entry) => ownersOf(entry, world) === owner);
}

/** All that names a thing. A team's channel is the channel of all it owns too, and that is not worth a mention. */
const namingTiers = keySpaces.tool[0];

function alikeOf(first: Entry, hits: Hits, world: FindWorld): Entry[] {
  if (hits.size === 1) return [];
  const owner = ownersOf(first, world);
  const best = hits.get(first) ?? 0;
  const others = [...hits].filter(([entry, tier]) => entry !== first && (tier === best || tier <= namingTiers)).map(([entry]) => entry);
  return others.filter((entry) => owner !== '' && ownersOf(entry, world) === owner).sort(compareEntries);
}
