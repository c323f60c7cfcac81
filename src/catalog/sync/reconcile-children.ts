import { isDeepStrictEqual } from 'node:util';
import type { SourceConfig } from '#core/catalog-config.ts';
import { type ChildOrigin, orphanGraceMs } from '#core/child-source.ts';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { dropSources } from './drop-sources.ts';
import { renameSources } from './rename-sources.ts';
import { planSettlement, writeSettlement } from './settle-sources.ts';
import { type SourceWanted, sourceWanted, writeWanted } from './source-rows.ts';
import type { SyncCtx } from './sync-source.ts';
import { lockCatalog, writeFeed } from './write-feed.ts';

/** Which children: those that one parent has for one reason. */
export interface Family {
  parent: string;
  why: ChildOrigin['why'];
  /** All that there shall be, as `childConfig` makes them; or how that follows from what there is, under the lock. */
  wanted: readonly SourceConfig[] | ((stored: readonly StoredChild[]) => readonly SourceConfig[]);
  /** Hosts that Locations may name. */
  hosts: readonly string[];
  /** The host's own ids of the repositories that were looked at: the others are none of this. Absent: all were. */
  only?: ReadonlySet<string>;
  /** When the look at what there is began: a child that was read after that is there, whatever that look saw. */
  asOf?: Date;
  /** Whether another source reads it now, so that nothing is lost when it goes at once. */
  isReplaced?: (child: StoredChild) => boolean;
}

export interface ChildrenReconciled {
  added: string[];
  /** Old name → new name of repositories that their host calls otherwise now. */
  renamed: [string, string][];
  /** Named no more since now. */
  orphaned: string[];
  /** Named no more for so long that what they held is gone. */
  expired: string[];
}

/**
 * Brings the children of a parent in line with what is wanted. One that nothing names any more keeps what it held for
 * `orphanGraceMs`. A repository that its host calls otherwise keeps everything. One statement when nothing is to be done.
 */
export async function reconcileChildren(ctx: SyncCtx, family: Family): Promise<ChildrenReconciled> {
  const now = ctx.clock.now();
  const names = typeof family.wanted === 'function' ? [] : family.wanted.map(({ name }) => name);
  const planNow = async (db: Db) => {
    const stored = await readChildren(db, { ...family, names });
    const wanted = wantedRows(family, stored);
    return plan(stored.filter(concernedBy(family, wanted)), wanted, { now, isReplaced: family.isReplaced ?? never });
  };
  if (isNothing(await planNow(ctx.db))) return nothing;
  return ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    const { renamed, displaced } = await planNow(tx);
    const renames = new Map([...renamed, ...displaced]);
    if (renames.size > 0) await renameSources(tx, renames, now);
    await orphan(tx, [...displaced.values()], now);
    const { added, changed, revived, orphaned, expired } = await planNow(tx);
    await writeWanted(tx, [...added, ...changed], now);
    await orphan(tx, orphaned, now);
    // What somebody still names comes before what nobody does.
    if (expired.length + orphaned.length + revived.length > 0 || renames.size > 0) {
      const settlement = await planSettlement(tx, { removed: expired, renames, now });
      await writeSettlement(tx, settlement);
      await dropSources(tx, expired);
      await writeFeed(tx, settlement.changes, now);
    }
    await tx.rows(sql`update source set children_version = children_version + 1 where name = ${family.parent}`);
    const done = { added: added.map(({ name }) => name), renamed, orphaned: [...orphaned, ...displaced.values()], expired };
    ctx.log.info({ parent: family.parent, ...counts(done) }, 'sync.children');
    return done;
  });
}

async function orphan(tx: Db, names: readonly string[], now: Date): Promise<void> {
  await tx.rows(sql`update source set orphaned_at = coalesce(orphaned_at, ${now}) where name = any(${sql.param(names)}::text[])`);
}

function wantedRows({ parent, wanted, hosts }: Family, stored: readonly StoredChild[]): SourceWanted[] {
  const configs = typeof wanted === 'function' ? wanted(stored) : wanted;
  return configs.map((config) => sourceWanted(config, hosts, parent));
}

/** A child as it is stored. */
export interface StoredChild extends SourceWanted {
  parent: string;
  origin: ChildOrigin;
  version: number;
  head: string | null;
  branch: string | null;
  ok: boolean;
  syncedAt: Date | null;
  orphanedAt: Date | null;
}

/** The children of a parent; with `only`, those with these ids of the host or with these names. */
export function readChildren(db: Db, { parent, why, only, names = [] }: ChildrenAsked): Promise<StoredChild[]> {
  const some = only
    ? sql` and (origin ->> 'externalId' = any(${sql.param([...only])}::text[]) or name = any(${sql.param(names)}::text[]))`
    : sql``;
  return db.rows<StoredChild>(sql`${selectChildren} where parent = ${parent} and origin ->> 'why' = ${why}${some} order by name`);
}

type ChildrenAsked = Pick<Family, 'parent' | 'why' | 'only'> & { names?: readonly string[] };

/** What a look may decide about: a child that it does not name may be younger than it. */
function concernedBy({ asOf }: Family, wanted: readonly SourceWanted[]): (child: StoredChild) => boolean {
  if (asOf === undefined) return () => true;
  const known = new Set(wanted.flatMap(({ name, origin }) => [name, origin?.externalId]));
  return ({ name, origin, syncedAt }) => syncedAt === null || syncedAt <= asOf || known.has(name) || known.has(origin.externalId ?? name);
}

export async function readChild(db: Db, name: string): Promise<StoredChild | undefined> {
  return (await db.rows<StoredChild>(sql`${selectChildren} where name = ${name} and parent is not null`))[0];
}

const selectChildren = sql`
  select name, type, position, authority, visible_to as "visibleTo", every_ms as "everyMs", web_url as "webUrl",
    config_hash as "configHash", parent, origin, version::float8 as version, head, branch, ok, synced_at as "syncedAt",
    orphaned_at as "orphanedAt" from source`;

interface Plan {
  added: SourceWanted[];
  changed: SourceWanted[];
  /** Of those: named again. */
  revived: string[];
  renamed: [string, string][];
  /** Old name → one that nobody else gets, of those whose name another repository has now. */
  displaced: Map<string, string>;
  orphaned: string[];
  expired: string[];
}

interface Ending {
  now: Date;
  isReplaced: (child: StoredChild) => boolean;
}

function plan(stored: readonly StoredChild[], wanted: readonly SourceWanted[], { now, isReplaced }: Ending): Plan {
  const old = new Map(stored.map((child) => [child.name, child]));
  const names = new Set(wanted.map(({ name }) => name));
  const renamed = renamesAmong(stored, wanted);
  const [leaving, coming] = [new Set(renamed.map(([from]) => from)), new Set(renamed.map(([, to]) => to))];
  const gone = stored.filter(({ name }) => !names.has(name));
  const isOver = (child: StoredChild) =>
    isReplaced(child) || (child.orphanedAt !== null && now.getTime() - child.orphanedAt.getTime() >= orphanGraceMs);
  return {
    renamed,
    displaced: new Map(
      wanted.flatMap((row) => {
        const before = old.get(row.name);
        const isTaken = before && !leaving.has(row.name) && (coming.has(row.name) || isAnother(before, row));
        return isTaken ? [[row.name, `${row.name}@${now.toISOString()}`] as const] : [];
      }),
    ),
    added: wanted.filter(({ name }) => !old.has(name)),
    changed: wanted.filter((row) => {
      const known = old.get(row.name);
      return known !== undefined && (known.orphanedAt !== null || !isDeepStrictEqual(shape(known), shape(row)));
    }),
    revived: stored.filter(({ name, orphanedAt }) => orphanedAt !== null && names.has(name)).map(({ name }) => name),
    orphaned: gone.filter((child) => child.orphanedAt === null && !isOver(child)).map(({ name }) => name),
    expired: gone.filter(isOver).map(({ name }) => name),
  };
}

/** Repositories that their host calls otherwise now; a name may be left to another one at the same moment. */
function renamesAmong(stored: readonly StoredChild[], wanted: readonly SourceWanted[]): [string, string][] {
  const byId = Map.groupBy(stored, ({ origin }) => origin.externalId);
  return wanted.flatMap(({ name, origin }): [string, string][] => {
    const rows = origin?.externalId === undefined ? [] : (byId.get(origin.externalId) ?? []);
    const before = rows.find(({ orphanedAt }) => orphanedAt === null) ?? rows[0];
    return before === undefined || rows.some((row) => row.name === name) ? [] : [[before.name, name]];
  });
}

/** Whether the row is that of another repository, which had this name before: what that said is none of this one's. */
function isAnother({ origin }: StoredChild, row: SourceWanted): boolean {
  return origin.externalId !== undefined && row.origin?.externalId !== undefined && origin.externalId !== row.origin.externalId;
}

/** What of a row can be other than it shall be. */
function shape({ configHash, position, authority, visibleTo, everyMs, webUrl, origin }: SourceWanted): object {
  return { configHash, position, authority, visibleTo, everyMs, webUrl, origin };
}

const never = () => false;

const nothing: ChildrenReconciled = { added: [], renamed: [], orphaned: [], expired: [] };

function isNothing({ added, changed, renamed, orphaned, expired }: Plan): boolean {
  return added.length + changed.length + renamed.length + orphaned.length + expired.length === 0;
}

function counts(done: ChildrenReconciled) {
  return { added: done.added.length, renamed: done.renamed.length, orphaned: done.orphaned.length, expired: done.expired.length };
}
