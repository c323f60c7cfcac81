import { sql } from 'drizzle-orm/sql';
import { readChildren, type StoredChild } from '../sync/reconcile-children.ts';
import { type SyncOptions, type SyncReport, syncSource } from '../sync/sync-source.ts';
import { childConfig, type Parent } from './child-config.ts';
import type { ChildrenDeps } from './sync-children.ts';

/** Applies the removals that are held back in children of a source, or in the only one that is called so. */
export async function confirmHeld(deps: ChildrenDeps, parent: Parent, options: SyncOptions & { only?: string }): Promise<SyncReport[]> {
  const { ctx } = deps;
  const held = await ctx.db.rows<{ name: string; why: StoredChild['origin']['why'] }>(sql`
    select name, origin ->> 'why' as why from source where parent = ${parent.name} and held is not null and orphaned_at is null
    order by name`);
  const reports: SyncReport[] = [];
  for (const { name, why } of held.filter(({ name }) => name === (options.only ?? name))) {
    const [child] = await readChildren(ctx.db, { parent: parent.name, why, only: new Set<string>(), names: [name] });
    if (!child) continue;
    const config = childConfig(parent, child);
    reports.push(await syncSource(ctx, deps.sourceOf(config), config, options));
  }
  return reports;
}
