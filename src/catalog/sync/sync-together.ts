import type { Db } from '#core/db.ts';
import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { applySync } from './apply-sync.ts';
import { type Claim, groupByRef } from './claim.ts';
import { forgetState } from './known-states.ts';
import { entitiesNeeded } from './plan-changes.ts';
import { planClaims, planSync, type SyncInput } from './plan-sync.ts';
import { type FreshRead, pathsGone, readRanks, withoutRepeats } from './read-sync-input.ts';
import { readClaims, readClaimsOn, readEntities, readProblemRows, readSources, readTombstones, type SourceRow } from './stored-rows.ts';
import { atOnce } from './steps.ts';
import type { SyncCtx } from './sync-source.ts';
import { factsOf, type SyncReport } from './sync-report.ts';
import { lockCatalog } from './write-feed.ts';

/** A small source that was read as a whole. */
export interface WholeRead {
  name: string;
  /** Of its row, when the read began. */
  version: number;
  read: FreshRead & { full: true };
}

/**
 * Brings the catalog to what some small sources say, in one transaction with as many statements as for one of them. What
 * another process has read meanwhile is left out, and has no report. Sources that claim the same ref follow one another.
 */
export async function syncTogether(ctx: SyncCtx, reads: readonly WholeRead[]): Promise<SyncReport[]> {
  const reports: SyncReport[] = [];
  let waiting = reads;
  while (waiting.length > 0) {
    const turn = waiting;
    const done = await ctx.db.transaction((tx) => takeTurn(tx, turn, ctx));
    for (const { name } of turn) forgetState(ctx.db, name);
    reports.push(...done.reports);
    waiting = done.waiting;
  }
  return reports;
}

interface Turn {
  reports: SyncReport[];
  /** Those that claim what an earlier one does. */
  waiting: WholeRead[];
}

async function takeTurn(tx: Db, reads: readonly WholeRead[], { clock, log }: SyncCtx): Promise<Turn> {
  await lockCatalog(tx);
  const rows = new Map((await readSources(tx, namesOf(reads))).map((row) => [row.name, row]));
  const current = reads.filter(({ name, version }) => rows.get(name)?.version === version);
  const own = Map.groupBy(await readClaims(tx, ...namesOf(current)), (claim) => claim.source);
  const { apart, waiting } = apartByRef(current, own);
  const gathered = await gather(tx, apart, own);
  const claimed = apart.flatMap((member) => {
    const source = rows.get(member.name);
    if (!source) return [];
    const input = { ...inputOf(member, source, gathered), clock };
    return [{ source, read: member.read, input, claims: atOnce(planClaims(input)) }];
  });
  const entities = await readEntities(
    tx,
    claimed.flatMap(({ claims }) => entitiesNeeded(claims.turns)),
  );
  const planned = claimed.map(({ source, read, input, claims }) => ({ plan: atOnce(planSync(claims, entities, input)), source, read }));
  await applySync(tx, planned);
  const reports = planned.map(({ plan, source: { name }, read: { head } }) => factsOf(plan, name, { full: true, head }));
  log.info({ sources: planned.length, ...sums(reports) }, 'sync.applied-together');
  return { reports: reports.map((facts) => ({ outcome: 'synced', ...facts })), waiting };
}

/** The first of those that concern the same ref go now; the others wait for what comes of it. */
function apartByRef(reads: readonly WholeRead[], own: Own): { apart: WholeRead[]; waiting: WholeRead[] } {
  const taken = new Set<Ref>();
  const apart: WholeRead[] = [];
  const waiting: WholeRead[] = [];
  for (const member of reads) {
    const refs = refsOf(member, own);
    if (refs.some((ref) => taken.has(ref))) waiting.push(member);
    else apart.push(member);
    for (const ref of refs) taken.add(ref);
  }
  return { apart, waiting };
}

type Own = ReadonlyMap<string, Claim[]>;

function refsOf({ name, read }: WholeRead, own: Own): Ref[] {
  const stored = own.get(name)?.map(({ ref }) => ref) ?? [];
  return [...new Set([...stored, ...read.files.flatMap((file) => file.descriptors.map(({ ref }) => ref))])];
}

async function gather(tx: Db, members: readonly WholeRead[], own: Own) {
  const names = namesOf(members);
  const refs = [...new Set(members.flatMap((member) => refsOf(member, own)))];
  const mine = names.flatMap((name) => own.get(name) ?? []);
  const stored = withoutRepeats(mine, await readClaimsOn(tx, refs));
  const byRef = groupByRef(stored);
  const unknown = refs.filter((ref) => !byRef.has(ref));
  return {
    own,
    byRef,
    ranks: await readRanks(tx, names, stored),
    problems: Map.groupBy(await readProblemRows(tx, names), (row) => row.source),
    tombstones: await readTombstones(tx, unknown),
    paths: await readPaths(tx, names),
  };
}

async function readPaths(tx: Db, names: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.rows<{ source: string; path: string }>(sql`
    select source, path from source_file where source = any(${sql.param(names)}::text[])`);
  return new Map([...Map.groupBy(rows, ({ source }) => source)].map(([source, files]) => [source, files.map(({ path }) => path)]));
}

function inputOf(member: WholeRead, source: SourceRow, gathered: Awaited<ReturnType<typeof gather>>): Omit<SyncInput, 'clock'> {
  const { own, byRef, ranks, problems, tombstones, paths } = gathered;
  const { name, read } = member;
  const known = paths.get(name) ?? [];
  const told = problems.get(name) ?? [];
  const refs = refsOf(member, own);
  return {
    source,
    read,
    stored: refs.flatMap((ref) => byRef.get(ref) ?? []),
    gonePaths: pathsGone(read.files, { known, problems: told }),
    problems: told,
    confirmed: false,
    ranks,
    total: new Set(own.get(name)?.map(({ ref }) => ref)).size,
    tombstones: new Map(refs.flatMap((ref) => pair(ref, tombstones.get(ref)))),
  };
}

const pair = (ref: Ref, uid: string | undefined): [Ref, string][] => (uid === undefined ? [] : [[ref, uid]]);
const namesOf = (reads: readonly WholeRead[]) => reads.map(({ name }) => name);

function sums(reports: readonly ReturnType<typeof factsOf>[]): Record<string, number> {
  const sum = (value: (facts: ReturnType<typeof factsOf>) => number) => reports.reduce((total, facts) => total + value(facts), 0);
  return {
    added: sum(({ counts }) => counts.added),
    changed: sum(({ counts }) => counts.changed),
    removed: sum(({ counts }) => counts.removed),
  };
}
