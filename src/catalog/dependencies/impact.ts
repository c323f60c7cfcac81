import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { isProduction, lifecycleOf } from '../ownership/owned.ts';
import { walk } from './closure.ts';

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
  /** That they come from. */
  sources: ReadonlySet<string>;
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
  const graph = view.needs();
  const teams = new Map<Ref, TeamImpact>();
  const unowned: Entry[] = [];
  const dangling: Ref[] = [];
  const lifecycles = new Map<unknown, { total: number; example: Entry; production: number }>();
  const sources = new Set<string>();
  let components = true;
  const count = (entry: Entry, owner: Ref | undefined): void => {
    const written = entry.entity.spec?.['lifecycle'];
    // What is read out of thousands is read once of each way to write it.
    const lifecycle = lifecycles.get(written) ?? { total: 0, example: entry, production: Number(isProduction(entry)) };
    if (lifecycle.total === 0) lifecycles.set(written, lifecycle);
    lifecycle.total += 1;
    sources.add(entry.source);
    components &&= entry.ref.startsWith('component:');
    if (owner === undefined) return void unowned.push(entry);
    const team = teams.get(owner) ?? { owner, entries: [], production: 0 };
    if (team.entries.length === 0) teams.set(owner, team);
    team.entries.push(entry);
    team.production += lifecycle.production;
  };
  const distances: number[] = [];
  for (const level of walk(graph, start, 'up')) {
    const missing = dangling.length;
    for (const node of level) {
      const ref = graph.refOf(node);
      const entry = view.get(ref);
      if (entry) count(entry, graph.ownerOf(node));
      else dangling.push(ref);
    }
    distances.push(level.length - (dangling.length - missing));
  }
  return {
    total: distances.reduce((sum, n) => sum + n, 0),
    production: [...lifecycles.values()].reduce((sum, { total, production }) => sum + total * production, 0),
    components,
    distances,
    lifecycles: countLifecycles([...lifecycles.values()]),
    teams: [...teams.values()].sort(mostAffected),
    unowned,
    sources,
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
