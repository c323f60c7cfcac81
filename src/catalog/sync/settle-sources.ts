import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import type { Claim, NextClaim } from './claim.ts';
import { entitiesNeeded, planChanges, tombstoneOf, type Change, type TombstoneRow } from './plan-changes.ts';
import { planWrites, type Writes } from './plan-writes.ts';
import { settleRefs, type Turn } from './settle-refs.ts';
import { atOnce } from './steps.ts';
import { ranksOf, readClaimsOn, readEntities, readSources } from './stored-rows.ts';
import { writeClaims } from './write-claims.ts';
import { writeTombstones } from './write-tombstones.ts';

/** Who holds what after sources went or changed places. */
export interface Settlement extends Writes {
  changes: Change[];
  tombstones: TombstoneRow[];
}

export interface SourceChanges {
  removed: readonly string[];
  /** Old name → new name, which the rows have already. */
  renames: ReadonlyMap<string, string>;
  now: Date;
}

/** Decides all refs that several places claim, and those of the sources that go or are called otherwise. */
export async function planSettlement(tx: Db, { removed, renames, now }: SourceChanges): Promise<Settlement> {
  const sources = await readSources(tx);
  const heads = new Map(sources.map(({ name, head }) => [name, head]));
  const gone = new Set(removed);
  const before = await readClaimsOn(tx, await concerned(tx, [...removed, ...renames.values()]));
  const after = before.filter(({ source }) => !gone.has(source)).map((claim): NextClaim => ({ ...claim, stored: claim }));
  const turns = atOnce(settleRefs({ before, after, ranks: ranksOf(sources), renames: new Map(), newUid: neverNew }));
  const entities = await readEntities(tx, entitiesNeeded(turns));
  const oldNames = new Map([...renames].map(([old, young]) => [young, old]));
  const lost = turns.flatMap((turn): Claim[] => (turn.before && !turn.after ? [turn.before] : []));
  return {
    changes: turns.flatMap((turn) => {
      const changes = planChanges(turn, entities, null);
      return changes.length > 0 ? changes : underNewName(turn, oldNames);
    }),
    tombstones: lost.map((claim) => {
      const going = { removedAt: now, fromCommit: heads.get(claim.source) ?? null, toCommit: null };
      return tombstoneOf(claim, entities, going);
    }),
    ...planWrites(turns, before),
  };
}

export async function writeSettlement(tx: Db, settlement: Settlement): Promise<void> {
  await writeClaims(tx, settlement);
  await writeTombstones(tx, { tombstones: settlement.tombstones, revived: [] });
}

/** Readers of the feed have the entity under its source's old name. */
function underNewName({ after }: Turn, oldNames: ReadonlyMap<string, string>): Change[] {
  const old = after && oldNames.get(after.source);
  if (!after || old === undefined) return [];
  const { source, path, line, uid, ref } = after;
  return [{ source, uid, ref, op: 'moved', field: null, before: { source: old, path, line }, after: { source, path, line }, commit: null }];
}

async function concerned(tx: Db, sources: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ ref: string }>(sql`
    select ref from descriptor where source = any(${sql.param(sources)}::text[])
    union (select ref from descriptor group by ref having count(*) > 1)`);
  return rows.map((row) => row.ref);
}

function neverNew(ref: string): string {
  throw new Error(`${ref} is claimed by nobody yet is to be settled.`);
}
