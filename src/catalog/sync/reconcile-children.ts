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
  const planFor = (stored: readonly StoredChild[]) => plan(stored, wantedRows(family, stored), now);
  if (isNothing(planFor(await readChildren(ctx.db, family)))) return nothing;
  return ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    const before = planFor(await readChildren(tx, family));
    if (before.renamed.length > 0) await renameSources(tx, new Map(before.renamed), now);
    const { added, changed, orphaned, expired } = planFor(await readChildren(tx, family));
    await writeWanted(tx, [...added, ...changed], now);
    await tx.rows(sql`update source set orphaned_at = ${now} where name = any(${sql.param(orphaned)}::text[])`);
    const renames = new Map(before.renamed);
    if (expired.length > 0 || renames.size > 0) {
      const settlement = await planSettlement(tx, { removed: expired, renames, now });
      await writeSettlement(tx, settlement);
      await dropSources(tx, expired);
      await writeFeed(tx, settlement.changes, now);
    }
    await tx.rows(sql`update source set children_version = children_version + 1 where name = ${family.parent}`);
    const done = { added: added.map(({ name }) => name), renamed: before.renamed, orphaned, expired };
    ctx.log.info({ parent: family.parent, ...counts(done) }, 'sync.children');
    return done;
  });
}

function wantedRows({ parent, wanted, hosts }: Family, stored: readonly StoredChild[]): SourceWanted[] {
  const configs = typeof wanted === 'function' ? wanted(stored) : wanted;
  return configs.map((config) => sourceWanted(config, hosts, parent));
}

/** A child as it is stored. */
export interface StoredChild extends SourceWanted {
  parent: string;
  origin: ChildOrigin;
  head: string | null;
  ok: boolean;
  syncedAt: Date | null;
  orphanedAt: Date | null;
}

export function readChildren(db: Db, { parent, why }: Pick<Family, 'parent' | 'why'>): Promise<StoredChild[]> {
  return db.rows<StoredChild>(sql`${selectChildren} where parent = ${parent} and origin ->> 'why' = ${why} order by name`);
}

export async function readChild(db: Db, name: string): Promise<StoredChild | undefined> {
  return (await db.rows<StoredChild>(sql`${selectChildren} where name = ${name} and parent is not null`))[0];
}

const selectChildren = sql`
  select name, type, position, authority, visible_to as "visibleTo", every_ms as "everyMs", web_url as "webUrl",
    config_hash as "configHash", parent, origin, head, ok, synced_at as "syncedAt", orphaned_at as "orphanedAt" from source`;

interface Plan {
  added: SourceWanted[];
  changed: SourceWanted[];
  renamed: [string, string][];
  orphaned: string[];
  expired: string[];
}

function plan(stored: readonly StoredChild[], wanted: readonly SourceWanted[], now: Date): Plan {
  const old = new Map(stored.map((child) => [child.name, child]));
  const names = new Set(wanted.map(({ name }) => name));
  const byId = new Map(
    stored.flatMap((child) => (child.origin.externalId === undefined ? [] : [[child.origin.externalId, child.name] as const])),
  );
  const renamed = wanted.flatMap(({ name, origin }): [string, string][] => {
    const before = origin?.externalId === undefined ? undefined : byId.get(origin.externalId);
    return before === undefined || before === name || old.has(name) ? [] : [[before, name]];
  });
  const gone = stored.filter(({ name }) => !names.has(name));
  return {
    renamed,
    added: wanted.filter(({ name }) => !old.has(name)),
    changed: wanted.filter((row) => {
      const known = old.get(row.name);
      return known !== undefined && (known.orphanedAt !== null || !isDeepStrictEqual(shape(known), shape(row)));
    }),
    orphaned: gone.filter(({ orphanedAt }) => orphanedAt === null).map(({ name }) => name),
    expired: gone
      .filter(({ orphanedAt }) => orphanedAt !== null && now.getTime() - orphanedAt.getTime() >= orphanGraceMs)
      .map(({ name }) => name),
  };
}

/** What of a row can be other than it shall be. */
function shape({ configHash, position, authority, visibleTo, everyMs, webUrl, origin }: SourceWanted): object {
  return { configHash, position, authority, visibleTo, everyMs, webUrl, origin };
}

const nothing: ChildrenReconciled = { added: [], renamed: [], orphaned: [], expired: [] };

function isNothing({ added, changed, renamed, orphaned, expired }: Plan): boolean {
  return added.length + changed.length + renamed.length + orphaned.length + expired.length === 0;
}

function counts(done: ChildrenReconciled) {
  return { added: done.added.length, renamed: done.renamed.length, orphaned: done.orphaned.length, expired: done.expired.length };
}
