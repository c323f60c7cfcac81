import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '#core/entity.ts';
import { canonicalRef, splitRef, type Ref } from '#core/ref.ts';
import { entityOf } from '../descriptor/entity-of.ts';
import { placeKey, type Claim, type NextClaim } from './claim.ts';
import { diffFields } from './diff-fields.ts';
import type { Turn } from './settle-refs.ts';

/** One row of the feed, not numbered yet. */
export interface Change {
  source: string;
  uid: string;
  ref: Ref;
  op: 'added' | 'changed' | 'moved' | 'renamed' | 'removed' | 'disputed';
  field: string | null;
  before: unknown;
  after: unknown;
  commit: string | null;
}

/** What is stored of a place, for telling what changed. */
export interface StoredEntity {
  entity: Entity;
  /** MD5 of the definition; null without one. */
  definition: string | null;
}

export type StoredEntities = ReadonlyMap<string, StoredEntity>;

export interface TombstoneRow {
  ref: Ref;
  uid: string;
  kind: string;
  name: string;
  title: string | null;
  ownerRef: Ref | null;
  source: string;
  path: string;
  contentHash: string;
  removedAt: Date;
  fromCommit: string | null;
  toCommit: string | null;
}

/** The places whose stored entity is needed to tell what changed in these turns. */
export function entitiesNeeded(turns: readonly Turn[]): Claim[] {
  const needed: Claim[] = [];
  for (const { before, after } of turns) {
    if (!before || before.hash === after?.hash) continue;
    needed.push(before);
    if (after?.stored && !after.fresh) needed.push(after.stored);
  }
  return needed;
}

/**
 * The feed rows of one ref. Sets `changedAt` of a claim whose content stayed as it was back to what it was.
 * `commit` is the head that was read; null where it is not one of this source.
 */
export function planChanges(turn: Turn, stored: StoredEntities, commit: string | null): Change[] {
  const { before, after, ref } = turn;
  const about = after ?? before;
  if (!about) return [];
  const row = (op: Change['op'], was: unknown, is: unknown, field: string | null = null): Change => ({
    source: about.source,
    uid: about.uid,
    ref,
    op,
    field,
    before: was,
    after: is,
    commit,
  });
  if (!after) return before ? [row('removed', place(before), null)] : [];
  if (!before) return [row('added', null, place(after)), ...disputes(turn, row)];
  const fields = before.hash === after.hash ? [] : changedFields(before, after, stored);
  // `renamed` tells the new name already.
  const told = turn.renamed ? fields.filter(({ field }) => field !== 'name' && field !== 'namespace') : fields;
  if (fields.length === 0) Object.assign(after, { changedAt: before.changedAt, changedCommit: before.changedCommit });
  return [
    ...(turn.renamed ? [row('renamed', before.ref, ref)] : []),
    ...(samePlace(before, after) ? [] : [row('moved', place(before), place(after))]),
    ...told.map((change) => row('changed', change.before, change.after, change.field)),
    ...(sameBroken(before, after) ? [] : [row('changed', before.broken, after.broken, 'broken')]),
    ...(before.gone === after.gone ? [] : [row('changed', before.gone, after.gone, 'held')]),
    ...disputes(turn, row),
    ...additions(turn, row),
  ];
}

export function tombstoneOf(
  claim: Claim,
  entities: StoredEntities,
  going: Pick<TombstoneRow, 'removedAt' | 'fromCommit' | 'toCommit'>,
): TombstoneRow {
  const stored = entities.get(placeKey(claim));
  const metadata = stored?.entity.metadata;
  const { kind, namespace, name } = splitRef(claim.ref);
  const owner = stored?.entity.spec?.['owner'];
  return {
    ref: claim.ref,
    uid: claim.uid,
    source: claim.source,
    path: claim.path,
    contentHash: claim.contentHash,
    ...going,
    kind: stored?.entity.kind ?? kind,
    name: metadata?.name ?? name,
    title: metadata?.title ?? null,
    // A bare owner is a group in the entity's own namespace.
    ownerRef: (typeof owner === 'string' ? canonicalRef(owner, { kind: 'group', namespace }) : undefined) ?? null,
  };
}

function changedFields(before: Claim, after: NextClaim, stored: StoredEntities): { field: string; before: unknown; after: unknown }[] {
  const old = stored.get(placeKey(before));
  const young = after.fresh ? ofDescriptor(after.fresh) : after.stored && stored.get(placeKey(after.stored));
  if (!old || !young) return [];
  const definition = old.definition === young.definition ? [] : [{ field: 'definition', before: null, after: null }];
  return [...diffFields(old.entity, young.entity), ...definition];
}

function ofDescriptor({ json, definition }: { json: string; definition?: string }): StoredEntity {
  return {
    entity: entityOf({ json }),
    definition: definition === undefined ? null : createHash('md5').update(definition).digest('hex'),
  };
}

function disputes(turn: Turn, row: (op: 'disputed', was: unknown, is: unknown) => Change): Change[] {
  const was = turn.rivalsBefore.map(place).sort(byPlace);
  const is = turn.rivalsAfter.map(place).sort(byPlace);
  return isDeepStrictEqual(was, is) ? [] : [row('disputed', was, is)];
}

/** What others say of a person or group may be part of how it is shown, so readers must hear of it. */
function additions({ ref, rivalsBefore, rivalsAfter }: Turn, row: (op: 'changed', was: null, is: null, field: string) => Change): Change[] {
  if (!/^(group|user):/.test(ref)) return [];
  const was = new Map(rivalsBefore.map((claim) => [placeKey(claim), claim.hash]));
  const isOther = rivalsAfter.some((claim) => was.has(placeKey(claim)) && was.get(placeKey(claim)) !== claim.hash);
  return isOther ? [row('changed', null, null, 'described elsewhere')] : [];
}

interface Placed {
  source: string;
  path: string;
  line: number;
}

function place({ source, path, line }: Claim): Placed {
  return { source, path, line };
}

function byPlace(a: Placed, b: Placed): number {
  return a.source.localeCompare(b.source) || a.path.localeCompare(b.path) || a.line - b.line;
}

function samePlace(a: Claim, b: Claim): boolean {
  return a.source === b.source && a.path === b.path && a.doc === b.doc && a.line === b.line && a.ownerLine === b.ownerLine;
}

function sameBroken(a: Claim, b: Claim): boolean {
  return a.broken?.line === b.broken?.line && a.broken?.message === b.broken?.message;
}
