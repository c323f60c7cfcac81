import { createHash } from 'node:crypto';
import type { SourceConfig } from '#core/catalog-config.ts';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { webUrlOf } from '../web-links.ts';
import { dropSources } from './drop-sources.ts';
import { findSourceRenames, renameSources } from './rename-sources.ts';
import { lockCatalog, writeFeed } from './write-feed.ts';
import { planSettlement, writeSettlement } from './settle-sources.ts';
import type { SyncCtx } from './sync-source.ts';

/** What the configuration makes of `source`. */
interface SourceWanted {
  name: string;
  type: string;
  position: number;
  authority: boolean;
  visibleTo: SourceConfig['visibleTo'];
  everyMs: number;
  webUrl: string | null;
  configHash: string;
}

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
export async function reconcileSources(ctx: SyncCtx, configs: readonly SourceConfig[]): Promise<Reconciled> {
  const wanted = configs.map(toWanted);
  if (isSame(await readStored(ctx.db), wanted)) return { added: [], reread: [], removed: [] };
  const done = await ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    const now = ctx.clock.now();
    const renames = findSourceRenames(await readStored(tx), wanted);
    if (renames.size > 0) await renameSources(tx, renames, now);
    const stored = await readStored(tx);
    const names = new Set(wanted.map(({ name }) => name));
    const removed = stored.filter(({ name }) => !names.has(name)).map(({ name }) => name);
    const old = new Map(stored.map((row) => [row.name, row]));
    const reread = wanted.filter((row) => old.has(row.name) && old.get(row.name)?.configHash !== row.configHash).map(({ name }) => name);
    await writeSources(tx, wanted, now);
    await tx.rows(sql`delete from source_file where source = any(${sql.param(reread)}::text[])`);
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

function toWanted(config: SourceConfig): SourceWanted {
  const { name, type, position, authority, visibleTo, everyMs } = config;
  const webUrl = config.type === 'git' ? (webUrlOf(config.url) ?? null) : null;
  return { name, type, position, authority, visibleTo, everyMs, webUrl, configHash: digest(config) };
}

/** What decides how files are read. The token does not: a new one gives the same files. */
function digest(config: SourceConfig): string {
  const where = config.type === 'git' ? [config.url, config.branch ?? null] : [config.path];
  return createHash('sha256')
    .update(JSON.stringify([config.type, where, config.paths, config.allow.toSorted()]))
    .digest('hex')
    .slice(0, 32);
}

function readStored(db: Db): Promise<SourceWanted[]> {
  return db.rows<SourceWanted>(sql`
    select name, type, position, authority, visible_to as "visibleTo", every_ms as "everyMs", web_url as "webUrl",
      config_hash as "configHash" from source`);
}

function isSame(stored: readonly SourceWanted[], wanted: readonly SourceWanted[]): boolean {
  const text = (row: SourceWanted): string =>
    JSON.stringify([row.name, row.type, row.position, row.authority, row.visibleTo, row.everyMs, row.webUrl, row.configHash]);
  const known = new Set(stored.map(text));
  return stored.length === wanted.length && wanted.every((row) => known.has(text(row)));
}

/** A version starts at the time, so that a source that comes back under an old name is not taken for the old one. */
async function writeSources(tx: Db, wanted: readonly SourceWanted[], now: Date): Promise<void> {
  await tx.rows(sql`
    insert into source as s (name, type, position, authority, visible_to, every_ms, web_url, config_hash, version)
    select name, type, position, authority, "visibleTo", "everyMs", "webUrl", "configHash", ${now.getTime()}::bigint
    from json_to_recordset(${JSON.stringify(wanted)}::json) as x(name text, type text, position int, authority boolean,
      "visibleTo" jsonb, "everyMs" int, "webUrl" text, "configHash" text)
    on conflict (name) do update set type = excluded.type, position = excluded.position, authority = excluded.authority,
      visible_to = excluded.visible_to, every_ms = excluded.every_ms, web_url = excluded.web_url, config_hash = excluded.config_hash,
      version = s.version + 1,
      synced_at = case when s.config_hash = excluded.config_hash then s.synced_at end`);
}
