import { createHash } from 'node:crypto';
import type { SourceConfig } from '#core/catalog-config.ts';
import type { ChildOrigin } from '#core/child-source.ts';
import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';
import { inBatches } from './batches.ts';
import { organisationPage, webUrlOf } from '../web-links.ts';

/** A row of `source` without what reading it found. */
export interface SourceWanted {
  name: string;
  type: string;
  position: number;
  authority: boolean;
  visibleTo: SourceConfig['visibleTo'];
  everyMs: number;
  webUrl: string | null;
  configHash: string;
  parent: string | null;
  origin: ChildOrigin | null;
}

/** `hosts`: those whose files Locations may name, which decides what is found in a file. */
export function sourceWanted(config: SourceConfig, hosts: readonly string[], parent: string | null = null): SourceWanted {
  const { name, type, position, authority, visibleTo, everyMs } = config;
  const webUrl = webUrlOfSource(config) ?? null;
  const origin = (config.type === 'git' && config.child) || null;
  return { name, type, position, authority, visibleTo, everyMs, webUrl, configHash: digest(config, hosts), parent, origin };
}

function webUrlOfSource(config: SourceConfig): string | undefined {
  if (config.type === 'folder') return undefined;
  if (config.type === 'backstage') return config.url;
  return config.type === 'git' ? webUrlOf(config.url) : organisationPage(config.apiUrl, config.organization);
}

/** What is read; of an organisation its people, because its repositories are rows of their own. */
function placeOf(config: SourceConfig): unknown[] {
  if (config.type === 'folder') return [config.path];
  if (config.type === 'backstage') return [config.url];
  return config.type === 'git' ? [config.url, config.branch ?? null] : [config.apiUrl, config.organization, config.authority];
}

/** What decides how files are read. The token does not: a new one gives the same files. */
function digest(config: SourceConfig, hosts: readonly string[]): string {
  const where = placeOf(config);
  const elsewhere = hosts.length > 0 ? [hosts.toSorted()] : [];
  return createHash('sha256')
    .update(JSON.stringify([config.type, where, config.paths, config.allow.toSorted(), ...elsewhere]))
    .digest('hex')
    .slice(0, 32);
}

/** The rows of the configuration, or the children of one parent. */
export function readWanted(db: Db, parent: string | null): Promise<SourceWanted[]> {
  return db.rows<SourceWanted>(sql`
    select name, type, position, authority, visible_to as "visibleTo", every_ms as "everyMs", web_url as "webUrl",
      config_hash as "configHash", parent, origin from source where parent is not distinct from ${parent}::text`);
}

/**
 * Writes rows as they shall be; one that is read in another way from now on has to be read from scratch. A version starts
 * at the time, so that a source that comes back under an old name is not taken for the old one.
 */
export async function writeWanted(tx: Db, wanted: readonly SourceWanted[], now: Date): Promise<void> {
  await inBatches(wanted, (rows) => writeRows(tx, rows, now));
}

async function writeRows(tx: Db, rows: string, now: Date): Promise<void> {
  await tx.rows(sql`
    delete from source_file f using source s, json_to_recordset(${rows}::json) as x(name text, "configHash" text)
    where f.source = s.name and s.name = x.name and s.config_hash <> x."configHash"`);
  await tx.rows(sql`
    insert into source as s (name, type, position, authority, visible_to, every_ms, web_url, config_hash, parent, origin, version)
    select name, type, position, authority, "visibleTo", "everyMs", "webUrl", "configHash", parent, nullif(origin, 'null'), ${now.getTime()}::bigint
    from json_to_recordset(${rows}::json) as x(name text, type text, position int, authority boolean,
      "visibleTo" jsonb, "everyMs" int, "webUrl" text, "configHash" text, parent text, origin jsonb)
    on conflict (name) do update set type = excluded.type, position = excluded.position, authority = excluded.authority,
      visible_to = excluded.visible_to, every_ms = excluded.every_ms, web_url = excluded.web_url, config_hash = excluded.config_hash,
      parent = excluded.parent, origin = excluded.origin, orphaned_at = null, version = s.version + 1,
      synced_at = case when s.config_hash = excluded.config_hash then s.synced_at end`);
}
