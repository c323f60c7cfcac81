import type { SourceUnavailable } from '#core/descriptor.ts';
import { sql } from 'drizzle-orm/sql';
import type { SyncCtx } from './sync-source.ts';
import { tellParent } from './tell-parent.ts';

/** Remembers of sources why they could not be read; what they held before stays. */
export async function markUnavailable(ctx: SyncCtx, names: readonly string[], why: SourceUnavailable): Promise<void> {
  const { code, message, cause } = why;
  await ctx.db.rows(sql`
    update source set ok = false, error_code = ${code}, error_message = ${message} where name = any(${sql.param(names)}::text[])`);
  await tellParent(ctx.db, names);
  // What git itself said, without secrets: a person sees only our sentence, which may point here.
  const said = cause instanceof Error ? { cause: cause.message } : {};
  ctx.log.warn({ source: names.length === 1 ? names[0] : names.length, code, reason: message, ...said }, 'sync.unavailable');
}
