import type { DirectoryView, Entry } from '#core/directory.ts';
import { firstInOrder } from '#core/first-in-order.ts';
import { canonicalRef, type Ref } from '#core/ref.ts';
import { displayName, kindOf, text } from './owner.ts';

/** Things, counted. */
export interface Tally {
  total: number;
  all: Iterable<Entry>;
  /** The most important, each once: production first, then by kind, then by name. Only so many are put in order. */
  first: (most: number) => Entry[];
  /** In the order of their importance; `production` = how many have that lifecycle. */
  kinds: { kind: string; total: number; production: number }[];
}

/** What a group or a person owns, as far as this audience may see it; `all` begins with what names it as owner. */
export interface Owned extends Tally {
  /** How many of them the group or person is named as owner of. */
  direct: number;
  /** Child groups, or the groups of a person, through which the others come. */
  through: { group: Entry; count: number }[];
}

const kindOrder = ['component', 'api', 'resource', 'system', 'domain', 'airesource', 'template'];

/** A group owns what its child groups own too; a person also what the groups they are in own. */
export function ownedBy(view: DirectoryView, owner: Entry): Owned {
  const found = new Map<Ref, Entry>();
  collect(view, owner.ref, found);
  const direct = found.size;
  const through: Owned['through'] = [];
  for (const group of groupsUnder(view, owner)) {
    const before = found.size;
    collect(view, group.ref, found);
    if (found.size > before) through.push({ group, count: found.size - before });
  }
  return { ...tally([...found.values()]), direct, through };
}

/** Counts things, each of which is there once. */
export function tally(things: readonly Entry[]): Tally {
  const bins = Map.groupBy(things, binOf);
  return { total: things.length, all: things, first: (most) => mostImportant(bins, most), kinds: countKinds(bins) };
}

/** Members of a group by name. */
export function membersOf(view: DirectoryView, group: Entry): Entry[] {
  const isAuthority = (entry: Entry) => view.source(entry.source)?.authority === true;
  const named = new Set(refsIn(group.entity.spec?.['members'], group));
  // Nobody writes himself into a team that an authority source defines: it names him, or another such source does.
  const counts = (entry: Entry) => !isAuthority(group) || isAuthority(entry) || named.has(entry.ref);
  return view
    .targets(group.ref, 'hasMember')
    .flatMap((ref) => view.get(ref) ?? [])
    .filter(counts)
    .sort((a, b) => displayName(a).localeCompare(displayName(b)));
}

function refsIn(members: unknown, { entity }: Entry): Ref[] {
  const written = Array.isArray(members) ? members : [];
  const defaults = { kind: 'user', namespace: entity.metadata.namespace };
  return written.flatMap((member) => (typeof member === 'string' ? (canonicalRef(member, defaults) ?? []) : []));
}

export function lifecycleOf(entry: Entry): string | undefined {
  return text(entry.entity.spec?.['lifecycle']);
}

export function isProduction(entry: Entry): boolean {
  return /^prod(uction)?$/i.test(lifecycleOf(entry) ?? '');
}

/** Production first, then by kind, then by name. */
export function byImportance(a: Entry, b: Entry): number {
  return Number(isProduction(b)) - Number(isProduction(a)) || kindRank(a) - kindRank(b) || displayName(a).localeCompare(displayName(b));
}

/** The first by `byImportance`, of which nothing else is put in order: a thing may be needed by thousands. */
export function mostImportantOf(entries: readonly Entry[], most: number): Entry[] {
  return mostImportant(Map.groupBy(entries, binOf), most);
}

type Bins = ReadonlyMap<number, readonly Entry[]>;

/** All that `byImportance` looks at but the name: smaller comes first. */
function binOf(entry: Entry): number {
  return (isProduction(entry) ? 0 : kindOrder.length + 1) + kindRank(entry);
}

/** By `byImportance`. A company's root group owns tens of thousands, of which a card shows a few. */
function mostImportant(bins: Bins, most: number): Entry[] {
  const first: Entry[] = [];
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    if (first.length >= most) break;
    first.push(...firstByName(bins.get(bin) ?? [], most - first.length));
  }
  return first;
}

function firstByName(entries: readonly Entry[], most: number): Entry[] {
  const named = entries.map((entry) => ({ entry, name: displayName(entry) }));
  return firstInOrder(named, most, (a, b) => compareNames(a.name, b.name)).map(({ entry }) => entry);
}

/** As `localeCompare`, which asks for the language each time. */
const compareNames = new Intl.Collator().compare;

function kindRank(entry: Entry): number {
  const rank = kindOrder.indexOf(kindOf(entry));
  return rank === -1 ? kindOrder.length : rank;
}

function collect(view: DirectoryView, owner: Ref, into: Map<Ref, Entry>): void {
  for (const ref of view.targets(owner, 'ownerOf')) {
    const entry = view.get(ref);
    if (entry) into.set(ref, entry);
  }
}

/** Child groups all the way down, each once, whatever the tree's shape; for a person their groups, not those below. */
function groupsUnder(view: DirectoryView, owner: Entry): Entry[] {
  if (kindOf(owner) === 'user')
    return view
      .targets(owner.ref, 'memberOf')
      .toSorted()
      .flatMap((ref) => view.get(ref) ?? []);
  const seen = new Set([owner.ref]);
  const queue = [owner.ref];
  const groups: Entry[] = [];
  for (let ref = queue.shift(); ref !== undefined; ref = queue.shift()) {
    for (const child of view.targets(ref, 'parentOf').toSorted()) {
      if (seen.has(child)) continue;
      seen.add(child);
      queue.push(child);
      const group = view.get(child);
      if (group) groups.push(group);
    }
  }
  return groups;
}

/** The same counts of several tallies, as one. */
export function sumKinds(all: readonly Tally['kinds'][]): Tally['kinds'] {
  const sums = Map.groupBy(all.flat(), ({ kind }) => kind);
  const sum = (counts: Tally['kinds'], of: 'total' | 'production') => counts.reduce((n, count) => n + count[of], 0);
  return inOrder([...sums].map(([kind, counts]) => ({ kind, total: sum(counts, 'total'), production: sum(counts, 'production') })));
}

function countKinds(bins: Bins): Tally['kinds'] {
  const counts = [...bins].flatMap(([bin, entries]) => {
    const production = bin <= kindOrder.length;
    // A bin is of one kind, but for the kinds that we do not know.
    const known = kindOrder[bin % (kindOrder.length + 1)];
    const kinds = known === undefined ? entries.map((entry) => ({ kind: kindOf(entry), n: 1 })) : [{ kind: known, n: entries.length }];
    return kinds.map(({ kind, n }) => ({ kind, total: n, production: production ? n : 0 }));
  });
  return sumKinds([counts]);
}

function inOrder(counts: Tally['kinds']): Tally['kinds'] {
  const rank = (kind: string) => (kindOrder.includes(kind) ? kindOrder.indexOf(kind) : kindOrder.length);
  return counts.sort((a, b) => rank(a.kind) - rank(b.kind) || a.kind.localeCompare(b.kind));
}
