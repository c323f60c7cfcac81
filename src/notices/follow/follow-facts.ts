import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { fileUrl } from '#catalog/ownership/evidence.ts';
import { displayName, refName } from '#catalog/ownership/owner.ts';
import { type FollowedChange, ownerRef, type Tie } from './followed-changes.ts';

/** What a notice says of one change, as the follower may know it; plain data. */
export interface FollowFacts {
  /** Of the thing that is followed. */
  uid: string;
  name: string;
  url?: string;
  /** ISO 8601. */
  at: string;
  /** Seven digits. */
  commit?: string;
  what:
    | { sort: 'owner' | 'lifecycle'; before?: string; after?: string }
    | { sort: 'renamed'; before: string }
    | { sort: 'removed'; author?: string; owner?: string }
    | { sort: 'back' }
    /** `names`: the first of them; `uids`: of these. */
    | { sort: 'dependents'; how: Tie; total: number; names: string[]; uids?: string[]; through?: string };
}

const mostNames = 5;

/** Who may see what, of whom facts are made. */
export interface Sights {
  /** The follower's. */
  view: DirectoryView;
  all: DirectoryView;
}

/** Facts of what happened at one moment to one thing in one way; undefined when the follower may not know of it, or it is not so any more. */
export function followFacts(sights: Sights, changes: readonly FollowedChange[]): FollowFacts | undefined {
  const [first] = changes;
  if (!first) return undefined;
  const { uid, at, commit } = first;
  const entry = sights.view.withUid(uid);
  const common = { uid, at: at.toISOString(), ...(commit !== null && { commit: commit.slice(0, 7) }) };
  if (first.sort === 'removed') return entry ? undefined : removed(sights.view, common);
  if (!entry) return undefined;
  const url = urlOf(sights.view, entry, commit);
  const what = first.sort === 'dependent' ? dependents(sights, changes) : whatOf(sights, entry, first);
  return what && { ...common, name: displayName(entry), ...(url && { url }), what };
}

function removed(view: DirectoryView, common: Pick<FollowFacts, 'uid' | 'at'>): FollowFacts | undefined {
  const gone = view.tombstoneWithUid(common.uid);
  if (!gone) return undefined;
  const owner = gone.ownerRef === undefined ? undefined : refName(view, gone.ownerRef);
  const { commit, author } = gone;
  const who = { ...(author !== undefined && { author }), ...(owner !== undefined && { owner }) };
  // Without the very commit, the head at which it was missed is not who removed it.
  return {
    uid: common.uid,
    at: common.at,
    name: gone.name,
    ...(commit && { commit: commit.slice(0, 7) }),
    what: { sort: 'removed', ...who },
  };
}

function whatOf(sights: Sights, entry: Entry, change: Exclude<FollowedChange, { sort: 'removed' | 'dependent' }>): FollowFacts['what'] {
  if (change.sort === 'back') return { sort: 'back' };
  if (change.sort === 'renamed') return { sort: 'renamed', before: refName(sights.view, change.before) };
  const told = (value: string) => (change.sort === 'owner' ? ownerName(sights, entry.ref, value) : value);
  const { before, after } = change;
  return { sort: change.sort, ...(before !== undefined && { before: told(before) }), ...(after !== undefined && { after: told(after) }) };
}

/** The name of an owner whom the follower may see, or who is in no catalog. */
function ownerName({ view, all }: Sights, about: Ref, written: string): string {
  const ref = ownerRef(about, written);
  if (ref === undefined) return written;
  return all.get(ref) && !view.get(ref) ? 'somebody whom not everyone may see' : refName(view, ref);
}

function dependents({ view }: Sights, changes: readonly FollowedChange[]): FollowFacts['what'] | undefined {
  const ties = changes.filter((change) => change.sort === 'dependent');
  const entries = [...new Set(ties.map(({ by }) => by))].flatMap((by) => view.withUid(by) ?? []);
  const [first] = ties;
  if (!first || entries.length === 0) return undefined;
  const byName = entries.map((entry) => ({ uid: entry.uid, name: displayName(entry) })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const named = byName.slice(0, mostNames);
  const names = named.map(({ name }) => name);
  const api = first.through === undefined ? undefined : view.get(first.through);
  return {
    sort: 'dependents',
    how: first.how,
    total: entries.length,
    names,
    uids: named.map(({ uid }) => uid),
    ...(api && { through: displayName(api) }),
  };
}

/** Whether who could be told of it then may still be told now. */
export function mayStillKnow(view: DirectoryView, { uid, what }: FollowFacts): boolean {
  const others = what.sort === 'dependents' ? (what.uids ?? []) : [];
  return [uid, ...others].every((one) => view.withUid(one) ?? view.tombstoneWithUid(one));
}

/** Where it stands, as of the change. */
function urlOf(view: DirectoryView, entry: Entry, commit: string | null): string | undefined {
  const source = view.source(entry.source);
  return source && fileUrl({ ...source, head: commit ?? source.head }, entry.path, entry.ownerLine ?? entry.line);
}
