import type { SourceConfig } from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { dropSources } from './drop-sources.ts';
import { followParents } from './follow-parents.ts';
import { readWanted, sourceWanted, writeWanted, type SourceWanted } from './source-rows.ts';
import { findSourceRenames, renameSources } from './rename-sources.ts';
import { lockCatalog, writeFeed } from './write-feed.ts';
import { planSettlement, writeSettlement } from './settle-sources.ts';
import type { SyncCtx } from './sync-source.ts';

export interface Reconciled {
  added: string[];
  /** Read in another way from now on: the next sync is a full one. */
  reread: string[];
  removed: string[];
}

/**
 * Brings the rows of `source` in line with the configuration. A source that is not named any more goes at once with
 * what it held: the operator took it away; one that only has another name keeps everything. Who holds refs with several claims is decided anew when the order or the
 * authority of sources changed. One statement when nothing is to be done.
 */
export async function reconcileSources(ctx: SyncCtx, configs: readonly SourceConfig[], hosts: readonly string[] = []): Promise<Reconciled> {
  const wanted = configs.map((config) => sourceWanted(config, hosts));
  if (isSame(await readConfigured(ctx.db), wanted)) return { added: [], reread: [], removed: [] };
  const done = await ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    const now = ctx.clock.now();
    const renames = await withChildren(tx, findSourceRenames(await readConfigured(tx), wanted));
    if (renames.size > 0) await renameSources(tx, renames, now);
    const stored = await readConfigured(tx);
    const names = new Set(wanted.map(({ name }) => name));
    const gone = stored.filter(({ name }) => !names.has(name)).map(({ name }) => name);
    const removed = [...gone, ...(await childrenOf(tx, gone)).map(({ name }) => name)];
    const old = new Map(stored.map((row) => [row.name, row]));
    const reread = wanted.filter((row) => old.has(row.name) && old.get(row.name)?.configHash !== row.configHash).map(({ name }) => name);
    await writeWanted(tx, wanted, now);
    await followParents(tx);
    // After the rows are written, because the new order decides; before the old ones go, because tombstones tell their heads.
    const settlement = await planSettlement(tx, { removed, renames, now });
    await writeSettlement(tx, settlement);
    await dropSources(tx, removed);
    await writeFeed(tx, settlement.changes, now);
    return { added: wanted.filter((row) => !old.has(row.name)).map(({ name }) => name), reread, removed };
  });
  ctx.log.info(done, 'sync.reconciled');
  return done;
}

function isSame(stored: readonly SourceWanted[], wanted: readonly SourceWanted[]): boolean {
  const text = (row: SourceWanted): string =>
    JSON.stringify([row.name, row.type, row.position, row.authority, row.visibleTo, row.everyMs, row.webUrl, row.configHash]);
  const known = new Set(stored.map(text));
  return stored.length === wanted.length && wanted.every((row) => known.has(text(row)));
}

async function readConfigured(db: Db): Promise<SourceWanted[]> {
  return (await readWanted(db, null)).filter(({ name }) => name !== registeredParent);
}

function childrenOf(tx: Db, parents: readonly string[]): Promise<{ name: string; parent: string }[]> {
  return tx.rows(sql`select name, parent from source where parent = any(${sql.param(parents)}::text[])`);
}

/** Children are called after their parent, whose new name they get with it. */
async function withChildren(tx: Db, renames: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  if (renames.size === 0) return new Map();
  const children = await childrenOf(tx, [...renames.keys()]);
  return new Map([...renames, ...children.map(({ name, parent }) => [name, renames.get(parent) + name.slice(parent.length)] as const)]);
}
