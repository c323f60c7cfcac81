import type { DirectoryView, Entry } from '#core/directory.ts';
import { hasDocs } from '../ownership/links.ts';
import { type Tally, lifecycleOf, tally } from '../ownership/owned.ts';
import { kindOf, ownerOf, text } from '../ownership/owner.ts';

/** How many of how many. */
export interface Share {
  value: number;
  of: number;
}

/** How well things are described, as far as an audience may see them. People, groups and Locations own nothing and have no owner. */
export interface Counts {
  total: number;
  kinds: Tally['kinds'];
  owned: Share;
  described: Share;
  /** Of what people look up documentation for: components, APIs, systems, resources. */
  documented: Share;
  /** The owner is not in the catalog. */
  dangling: number;
  /** They name no owner. */
  ownerless: number;
  /** In lower case, most frequent first. */
  lifecycles: { name: string; total: number }[];
  /** Kind → owned, in the order of `kinds`. */
  ownedByKind: (Share & { kind: string })[];
}

const documentable = new Set(['component', 'api', 'system', 'resource']);

/** From memory, in one pass. */
export function countThings(view: DirectoryView, things: readonly Entry[]): Counts {
  const { kinds } = tally(things);
  const [owned, described, documented] = [share(), share(), share()];
  const byKind = new Map<string, Share>();
  const lifecycles = new Map<string, number>();
  let dangling = 0;
  let ownerless = 0;
  for (const entry of things) {
    const kind = kindOf(entry);
    const { state } = ownerOf(view, entry);
    if (documentable.has(kind)) note(documented, hasDocs(entry));
    const lifecycle = lifecycleOf(entry)?.toLowerCase();
    if (lifecycle !== undefined) lifecycles.set(lifecycle, (lifecycles.get(lifecycle) ?? 0) + 1);
    if (state === 'ownerless') continue;
    const isOwned = state === 'known' || state === 'hidden';
    const ofKind = byKind.get(kind) ?? share();
    byKind.set(kind, ofKind);
    note(owned, isOwned);
    note(ofKind, isOwned);
    note(described, text(entry.entity.metadata.description) !== undefined);
    if (state === 'dangling') dangling += 1;
    if (state === 'unnamed') ownerless += 1;
  }
  return {
    total: things.length,
    kinds,
    owned,
    described,
    documented,
    dangling,
    ownerless,
    lifecycles: [...lifecycles].map(([name, total]) => ({ name, total })).sort((a, b) => b.total - a.total),
    ownedByKind: kinds.flatMap(({ kind }) => ({ kind, ...(byKind.get(kind) ?? share()) })).filter(({ of }) => of > 0),
  };
}

const share = (): Share => ({ value: 0, of: 0 });

function note(counted: Share, is: boolean): void {
  counted.of += 1;
  if (is) counted.value += 1;
}
