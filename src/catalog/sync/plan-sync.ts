import type { Clock } from '#core/clock.ts';
import type { ReadFile } from '#core/descriptor.ts';
import type { Ref } from '#core/ref.ts';
import { groupByRef, type Claim, type NextClaim, type Ranks } from './claim.ts';
import { findRenames } from './find-renames.ts';
import { holdRemovals, type Held } from './hold-removals.ts';
import { makeWay, nextClaims, type ReadContent } from './next-claims.ts';
import { planChanges, tombstoneOf, type Change, type StoredEntities, type TombstoneRow } from './plan-changes.ts';
import { planProblems, type ProblemPlan, type ProblemRow } from './plan-problems.ts';
import { planWrites, type Writes } from './plan-writes.ts';
import { settleRefs, type Turn } from './settle-refs.ts';
import type { Steps } from './steps.ts';

/** All that planning the sync of one source looks at. */
export interface SyncInput {
  source: { name: string; head: string | null; held: Held | null };
  read: ReadContent & { head: string | null; files: readonly ReadFile[] };
  ranks: Ranks;
  /** Stored claims: those `nextClaims` asks for, and every other claim on their refs and on the refs just read. */
  stored: readonly Claim[];
  /** Refs of the source before this read. */
  total: number;
  /** uid of removed refs among those just read. */
  tombstones: ReadonlyMap<Ref, string>;
  problems: readonly ProblemRow[];
  /** Files that are not there any more. */
  gonePaths: readonly string[];
  /** An administrator wants what is held back applied. */
  confirmed: boolean;
  clock: Clock;
}

/** Who holds what after the sync: the first half of planning, which needs no entity. */
export interface ClaimPlan {
  turns: Turn[];
  held: Held | null;
  /** Stored claims of the turns' refs. */
  stored: readonly Claim[];
  now: Date;
}

/** Everything that the sync writes. */
export interface SyncPlan extends Writes {
  changes: Change[];
  tombstones: TombstoneRow[];
  /** Refs that are back: their tombstones go. */
  revived: Ref[];
  held: Held | null;
  problems: ProblemPlan;
  files: readonly ReadFile[];
  gonePaths: readonly string[];
  now: Date;
}

/** Pure. Which claims there are now, which removals wait, and who holds each ref. */
export function* planClaims(input: SyncInput): Steps<ClaimPlan> {
  const now = input.clock.now();
  const { name } = input.source;
  const own = input.stored.filter((claim) => claim.source === name);
  const others = input.stored.filter((claim) => claim.source !== name);
  const { live, vanished } = yield* nextClaims(name, own, input.read, now);
  for (const claim of live) if (claim.fresh) claim.changedCommit = input.read.head;
  yield;

  const yielded = new Set(live.map((claim) => claim.ref));
  const missing = groupByRef(vanished.filter((claim) => !yielded.has(claim.ref)));
  yield;
  const renames = renamesAmong(missing, live, input);
  for (const claim of renames.values()) missing.delete(claim.ref);

  const held = holdRemovals({
    source: name,
    missing: [...missing.keys()],
    total: input.total,
    held: input.source.held,
    previousHead: input.source.head,
    head: input.read.head,
    confirmed: input.confirmed,
    now,
  });
  const kept = held ? [...missing.values()].flat().map((claim) => keep(claim, input.read.head)) : [];
  makeWay(kept, live, own);

  const after = [...live, ...kept, ...others.map((claim): NextClaim => ({ ...claim, stored: claim }))];
  const newUid = (ref: Ref): string => input.tombstones.get(ref) ?? input.clock.uuid();
  yield;
  const turns = yield* settleRefs({ before: input.stored, after, ranks: input.ranks, renames, newUid });
  return { turns, held, stored: input.stored, now };
}

/** Pure. The second half: what is told in the feed, and what is written. `entities`: those that `entitiesNeeded` named. */
export function* planSync(plan: ClaimPlan, entities: StoredEntities, input: SyncInput): Steps<SyncPlan> {
  const { now } = plan;
  const going = (claim: Claim): Pick<TombstoneRow, 'removedAt' | 'fromCommit' | 'toCommit'> => ({
    removedAt: now,
    ...(claim.gone === null
      ? { fromCommit: input.source.head, toCommit: input.read.head }
      : { fromCommit: input.source.held?.from ?? null, toCommit: claim.gone === unversioned ? null : claim.gone }),
  });
  const removed = plan.turns.flatMap(({ before, after }) => (before && !after ? [before] : []));
  const changes: Change[] = [];
  for (const turn of plan.turns) {
    // Another source's entity that this one lays claim to, or leaves to it, changed in no commit of its own.
    const { source } = turn.after ?? turn.before ?? {};
    changes.push(...planChanges(turn, entities, source === input.source.name ? input.read.head : null));
    yield;
  }
  // After the changes, which settle when each claim last changed.
  const writes = planWrites(plan.turns, plan.stored);
  yield;
  return {
    changes,
    tombstones: removed.map((claim) => tombstoneOf(claim, entities, going(claim))),
    revived: plan.turns.flatMap(({ ref, after }) => (after && input.tombstones.has(ref) ? [ref] : [])),
    ...writes,
    held: plan.held,
    problems: planProblems({ source: input.source.name, files: input.read.files, gone: input.gonePaths, stored: input.problems, now }),
    files: input.read.files,
    gonePaths: input.gonePaths,
    now,
  };
}

/** Stands for the head of a source that has none. */
const unversioned = 'unversioned';

function keep(claim: Claim, head: string | null): NextClaim {
  return { ...claim, gone: claim.gone ?? head ?? unversioned, stored: claim };
}

/** Only refs that leave the catalog altogether and refs that are new in it can be the two ends of a rename. */
function renamesAmong(missing: ReadonlyMap<Ref, Claim[]>, live: readonly NextClaim[], input: SyncInput): Map<Ref, Claim> {
  if (missing.size === 0) return new Map();
  const known = groupByRef(input.stored);
  const gone = [...missing].flatMap(([ref, claims]) => {
    const all = known.get(ref) ?? claims;
    const isLeft = all.every((claim) => claim.source === input.source.name);
    return isLeft ? [all.find((claim) => claim.holder) ?? all[0]].filter((claim) => claim !== undefined) : [];
  });
  const added = live.filter((claim) => !known.has(claim.ref) && !input.tombstones.has(claim.ref));
  return findRenames(gone, added);
}
