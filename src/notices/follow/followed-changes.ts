import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef, splitRef, type Ref } from '#core/ref.ts';
import { relate, relationFields } from '#catalog/relate.ts';
import type { FeedRow } from './feed-rows.ts';

/** Something that happened to a followed thing, whoever follows it. */
export type FollowedChange = { uid: string; seq: number; at: Date; commit: string | null } & (
  | { sort: 'owner' | 'lifecycle'; before: string | undefined; after: string | undefined }
  | { sort: 'renamed'; before: string }
  | { sort: 'removed' }
  | { sort: 'back' }
  /** Another thing says so now. `through`: the API that it consumes. */
  | { sort: 'dependent'; how: Tie; by: string; through?: string }
);

/** How one thing belongs to another. */
export type Tie = 'needs' | 'owned' | 'part';

const ties: Readonly<Record<string, Tie>> = { dependsOn: 'needs', consumesApi: 'needs', ownedBy: 'owned', partOf: 'part' };

/** What a row of the feed means for the followed; `view` sees all, as it is after the row. */
export function followedChanges(view: DirectoryView, row: FeedRow, followed: ReadonlySet<string>): FollowedChange[] {
  return [...(followed.has(row.uid) ? ownChange(row) : []), ...newTies(view, row, followed)];
}

function ownChange({ uid, seq, at, commit, op, field, before, after }: FeedRow): FollowedChange[] {
  const about = { uid, seq, at: new Date(at), commit };
  if (op === 'removed') return [{ ...about, sort: 'removed' }];
  // Following is of what was there.
  if (op === 'added') return [{ ...about, sort: 'back' }];
  if (op === 'renamed') return [{ ...about, sort: 'renamed', before: written(before) ?? '' }];
  if (field !== 'owner' && field !== 'lifecycle') return [];
  return [{ ...about, sort: field, before: written(before), after: written(after) }];
}

/** Ties that were not there before the row, from this thing to followed ones and, in `dependencyOf`, the other way. */
function newTies(view: DirectoryView, row: FeedRow, followed: ReadonlySet<string>): FollowedChange[] {
  const entry = view.withUid(row.uid);
  if (!entry || (row.op !== 'added' && row.op !== 'changed')) return [];
  const { uid, seq, commit } = row;
  const about = { seq, at: new Date(row.at), commit, sort: 'dependent' } as const;
  const uidOf = (ref: Ref): string[] => [view.get(ref)?.uid ?? []].flat();
  return edgesIn(entry, row).flatMap(({ type, targetRef }): FollowedChange[] => {
    if (type === 'dependencyOf')
      return followed.has(uid) ? uidOf(targetRef).map((by) => ({ ...about, uid, how: 'needs' as const, by })) : [];
    const how = ties[type];
    if (how === undefined) return [];
    const direct = uidOf(targetRef).map((target) => ({ ...about, uid: target, how, by: uid }));
    const through =
      type === 'consumesApi'
        ? providers(view, targetRef).map((target) => ({ ...about, uid: target, how, by: uid, through: targetRef }))
        : [];
    return [...direct, ...through].filter((change) => followed.has(change.uid) && change.uid !== uid);
  });
}

/** Who consumes an API needs those that provide it. */
function providers(view: DirectoryView, api: Ref): string[] {
  return view.targets(api, 'apiProvidedBy').flatMap((ref) => view.get(ref)?.uid ?? []);
}

function edgesIn(entry: Entry, { op, field, before, after }: FeedRow): { type: string; targetRef: Ref }[] {
  if (op === 'added') return relate(entry.entity);
  const known = relationFields(entry.entity.kind, entry.entity.spec?.['type']).some(({ name }) => name === field);
  if (!known || field === null) return [];
  const old = new Set(edgesOf(entry, field, before).map(keyOf));
  return edgesOf(entry, field, after).filter((edge) => !old.has(keyOf(edge)));
}

/** The edges that a field would mean with this value. */
function edgesOf({ entity }: Entry, field: string, value: unknown): { type: string; targetRef: Ref }[] {
  return relate({ ...entity, spec: { type: entity.spec?.['type'], [field]: value } });
}

function keyOf({ type, targetRef }: { type: string; targetRef: Ref }): string {
  return `${type} ${targetRef}`;
}

function written(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The group or person that a written owner names. */
export function ownerRef(about: Ref, owner: string): Ref | undefined {
  return canonicalRef(owner, { kind: 'group', namespace: splitRef(about).namespace });
}
