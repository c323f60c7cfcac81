import { isDeepStrictEqual } from 'node:util';
import { registeredParent } from '#core/child-source.ts';
import { sql } from 'drizzle-orm/sql';
import type { Parent } from '../children/child-config.ts';
import { followParents } from '../sync/follow-parents.ts';
import { readWanted, type SourceWanted, writeWanted } from '../sync/source-rows.ts';
import type { SyncCtx } from '../sync/sync-source.ts';
import { lockCatalog } from '../sync/write-feed.ts';

/** The row that registrations are children of: there is nothing to read behind it. One statement when it is as it shall be. */
export async function ensureRegisteredParent(ctx: SyncCtx, parent: Parent): Promise<void> {
  const { position, visibleTo, everyMs } = parent;
  const wanted: SourceWanted = {
    name: registeredParent,
    type: 'registered',
    position,
    authority: false,
    visibleTo,
    everyMs,
    webUrl: null,
    configHash: registeredParent,
    parent: null,
    origin: null,
  };
  const isThere = async (db: SyncCtx['db']) =>
    (await readWanted(db, null)).some((row) => row.name === registeredParent && isDeepStrictEqual(row, wanted));
  if (await isThere(ctx.db)) return;
  await ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    if (await isThere(tx)) return;
    await writeWanted(tx, [wanted], ctx.clock.now());
    await followParents(tx);
    await markLooked(tx, ctx.clock.now());
  });
}

/** Nothing of its own can fail, so it was seen whenever its children were looked at. */
export async function markLooked(db: SyncCtx['db'], now: Date): Promise<void> {
  await db.rows(sql`
    update source set ok = true, seen_at = ${now}, synced_at = coalesce(synced_at, ${now}) where name = ${registeredParent}`);
}

export async function hasRegisteredParent(db: SyncCtx['db']): Promise<boolean> {
  return (await db.rows(sql`select name from source where name = ${registeredParent}`)).length > 0;
}
