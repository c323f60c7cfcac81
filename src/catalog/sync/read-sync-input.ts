import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { ReadFile, SourceRead, SourceState } from '#core/descriptor.ts';
import { placeKey, type Claim, type Ranks } from './claim.ts';
import type { ProblemRow } from './plan-problems.ts';
import type { SyncInput } from './plan-sync.ts';
import {
  countRefs,
  ranksOf,
  readClaims,
  readClaimsOf,
  readClaimsOn,
  readProblemRows,
  readSources,
  readTombstones,
  type SourceRow,
} from './stored-rows.ts';

/** A read that found something. */
export type FreshRead = SourceRead & { outcome: 'read' };

export interface InputNeeds {
  source: SourceRow;
  state: SourceState | null;
  read: FreshRead;
  confirmed: boolean;
  clock: Clock;
}

/** Gathers what planning looks at: for a delta only the rows that it concerns. Needs `lockCatalog`. */
export async function readSyncInput(tx: Db, needs: InputNeeds): Promise<SyncInput> {
  const { source, read, state } = needs;
  const named = new Set(read.files.map((file) => file.path));
  const paths = read.full ? undefined : [...named, ...read.removed];
  const own = paths ? await readClaimsOf(tx, source, paths) : await readClaims(tx, source.name);
  const refs = new Set([
    ...read.files.flatMap((file) => file.descriptors.map((descriptor) => descriptor.ref)),
    ...own.map((claim) => claim.ref),
  ]);
  const stored = withoutRepeats(own, await readClaimsOn(tx, [...refs], read.full ? source.name : ''));
  const known = new Set(stored.map((claim) => claim.ref));
  const problems = await readProblemRows(tx, [source.name], paths);
  const gonePaths = read.full ? pathsGone(read.files, { known: state?.files.keys() ?? [], problems }) : read.removed;
  return {
    source,
    read,
    stored,
    gonePaths,
    problems,
    confirmed: needs.confirmed,
    clock: needs.clock,
    ranks: await readRanks(tx, [source.name], stored),
    total: paths ? await totalOf(tx, source.name, own) : new Set(own.map((claim) => claim.ref)).size,
    tombstones: await readTombstones(
      tx,
      [...refs].filter((ref) => !known.has(ref)),
    ),
  };
}

/** Files that are not there any more. Of a source that is read in another way than before only problems may tell of them. */
export function pathsGone(files: readonly ReadFile[], before: { known: Iterable<string>; problems: readonly ProblemRow[] }): string[] {
  const there = new Set(files.map(({ path }) => path));
  const known = new Set([...before.known, ...before.problems.map(({ path }) => path)]);
  return [...known].filter((path) => !there.has(path));
}

/** What decides between these sources and those that claim the same refs. */
export async function readRanks(tx: Db, names: readonly string[], stored: readonly Claim[]): Promise<Ranks> {
  return ranksOf(await readSources(tx, [...new Set([...names, ...stored.map(({ source }) => source)])]));
}

/** Few removals never wait, so the total is counted only when it can matter. */
function totalOf(tx: Db, source: string, own: readonly Claim[]): Promise<number> | number {
  return own.length > 20 ? countRefs(tx, source) : own.length;
}

export function withoutRepeats(own: readonly Claim[], others: readonly Claim[]): Claim[] {
  const places = new Map<string, Claim>();
  for (const claim of [...own, ...others]) places.set(placeKey(claim), claim);
  return [...places.values()];
}
