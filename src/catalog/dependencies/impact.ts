import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { isProduction, lifecycleOf } from '../ownership/owned.ts';
import { closureOf } from './closure.ts';
import { ownerFinder } from './owner-finder.ts';

/** All that stands still when one thing does, as far as this audience may see it. */
export interface Impact {
  /** Each thing once, without the one that is asked about. */
  total: number;
  production: number;
  /** Whether all of them are components, as nearly always. */
  components: boolean;
  /** How many there are at each distance, from 1. */
  distances: number[];
  /** The commonest first; undefined: not said. */
  lifecycles: { lifecycle: string | undefined; total: number }[];
  /** Most affected first: by what they have in production, then by all. */
  teams: TeamImpact[];
  /** Of no known owner. */
  unowned: Entry[];
  /** Named as needing it, and not in the catalog. */
  dangling: Ref[];
}

export interface TeamImpact {
  /** May not be in the catalog. */
  owner: Ref;
  /** In no particular order. */
  entries: Entry[];
  production: number;
}

/** Everything that transitively needs a thing. */
export function impactOf(view: DirectoryView, start: Ref): Impact {
  const { levels } = closureOf(view.needs(), start, { way: 'up' });
  const ownerOf = ownerFinder(view);
  const teams = new Map<Ref, TeamImpact>();
  const unowned: Entry[] = [];
  const dangling: Ref[] = [];
  const lifecycles = new Map<unknown, { total: number; example: Entry; production: number }>();
  const kinds = new Set<string>();
  const count = (entry: Entry): void => {
    const written = entry.entity.spec?.['lifecycle'];
    // What is read out of thousands is read once of each way to write it.
    const lifecycle = lifecycles.get(written) ?? { total: 0, example: entry, production: Number(isProduction(entry)) };
    if (lifecycle.total === 0) lifecycles.set(written, lifecycle);
    lifecycle.total += 1;
    kinds.add(entry.entity.kind);
    const owner = ownerOf(entry);
    if (owner === undefined) return void unowned.push(entry);
    const team = teams.get(owner) ?? { owner, entries: [], production: 0 };
    if (team.entries.length === 0) teams.set(owner, team);
    team.entries.push(entry);
    team.production += lifecycle.production;
  };
  const distances = levels.map((level) => {
    const missing = dangling.length;
    for (const ref of level) {
      const entry = view.get(ref);
      if (entry) count(entry);
      else dangling.push(ref);
    }
    return level.length - (dangling.length - missing);
  });
  return {
    total: distances.reduce((sum, n) => sum + n, 0),
    production: [...lifecycles.values()].reduce((sum, { total, production }) => sum + total * production, 0),
    components: [...kinds].every((kind) => kind.toLowerCase() === 'component'),
    distances,
    lifecycles: countLifecycles([...lifecycles.values()]),
    teams: [...teams.values()].sort(mostAffected),
    unowned,
    dangling: dangling.sort(),
  };
}

function mostAffected(a: TeamImpact, b: TeamImpact): number {
  return b.production - a.production || b.entries.length - a.entries.length || (a.owner < b.owner ? -1 : 1);
}

function countLifecycles(found: readonly { total: number; example: Entry }[]): Impact['lifecycles'] {
  const counts = new Map<string | undefined, number>();
  for (const { total, example } of found) {
    const lifecycle = lifecycleOf(example)?.toLowerCase();
    counts.set(lifecycle, (counts.get(lifecycle) ?? 0) + total);
  }
  return [...counts].map(([lifecycle, total]) => ({ lifecycle, total })).sort((a, b) => b.total - a.total);
}
