import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef, type Ref } from '#core/ref.ts';
import { displayName, kindOf, text } from './owner.ts';

/** What a group or a person owns, as far as this audience may see it. */
export interface Owned {
  /** Production first, then by kind, then by name; each once. */
  entries: Entry[];
  /** How many of them the group or person is named as owner of. */
  direct: number;
  /** Child groups, or the groups of a person, through which the others come. */
  through: { group: Entry; count: number }[];
  /** In the order of `entries`' kinds; `production` = how many have that lifecycle. */
  kinds: { kind: string; total: number; production: number }[];
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
  const entries = mostImportantFirst(found.values());
  return { entries, direct, through, kinds: countKinds(entries) };
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

/** By `byImportance`, with each fact read once and not at every comparison: a company's root group owns tens of thousands. */
function mostImportantFirst(entries: Iterable<Entry>): Entry[] {
  const bins = Map.groupBy(entries, (entry) => (isProduction(entry) ? 0 : kindOrder.length + 1) + kindRank(entry));
  return [...bins.keys()].sort((a, b) => a - b).flatMap((bin) => byName(bins.get(bin) ?? []));
}

function byName(entries: readonly Entry[]): Entry[] {
  const named = entries.map((entry) => ({ entry, name: displayName(entry) }));
  return named.sort((a, b) => a.name.localeCompare(b.name)).map(({ entry }) => entry);
}

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

function countKinds(entries: Entry[]): Owned['kinds'] {
  const counts = new Map<string, { kind: string; total: number; production: number }>();
  for (const entry of entries) {
    const kind = kindOf(entry);
    const count = counts.get(kind) ?? { kind, total: 0, production: 0 };
    count.total += 1;
    if (isProduction(entry)) count.production += 1;
    counts.set(kind, count);
  }
  const rank = (kind: string) => (kindOrder.includes(kind) ? kindOrder.indexOf(kind) : kindOrder.length);
  return [...counts.values()].sort((a, b) => rank(a.kind) - rank(b.kind) || a.kind.localeCompare(b.kind));
}
