import type { SourceConfig } from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import type { Db } from '#core/db.ts';
import type { Refreshed } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';
import { sql } from 'drizzle-orm/sql';
import { childConfig } from '../children/child-config.ts';
import { readChild } from '../sync/reconcile-children.ts';
import { readProblemRows } from '../sync/stored-rows.ts';
import type { Held } from '../sync/hold-removals.ts';
import type { SyncReport } from '../sync/sync-report.ts';
import { gravestFirst } from './look-at.ts';
import type { RegistrarDeps } from './registrar.ts';

const pauseMs = 60_000;
const patienceMs = 45_000;
const mostProblems = 10;

/** Looks at one source out of turn, at most once a minute each, so that nobody can make us beset a Git host. */
export function sourceRefresher(deps: RegistrarDeps): (name: string) => Promise<Refreshed> {
  const last = new Map<string, number>();
  return async (name) => {
    const now = deps.ctx.clock.now().getTime();
    const wait = (last.get(name) ?? -Infinity) + pauseMs - now;
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      throw new UserError('refreshed-just-now', `${name} was looked at on request less than a minute ago.`, `Ask again in ${seconds} s.`);
    }
    const config = await configOf(deps, name);
    for (const [known, at] of last) if (at + pauseMs <= now) last.delete(known);
    last.set(name, now);
    const late = AbortSignal.timeout(patienceMs);
    try {
      const report = await deps.syncNow(config, AbortSignal.any([late, deps.signal]));
      return await refreshedOf(deps.ctx.db, report);
    } catch (error) {
      if (!late.aborted) throw error;
      throw new UserError(
        'refresh-too-slow',
        `Reading ${name} takes longer than ${patienceMs / 1000} s.`,
        'The next look in turn goes on with it.',
      );
    }
  };
}

/** How a source is read, whether the configuration names it or it is read for another. Throws UserError when it is not any more. */
export async function configOf(
  { ctx, configured, parent }: Pick<RegistrarDeps, 'ctx' | 'configured' | 'parent'>,
  name: string,
): Promise<SourceConfig> {
  const written = configured.find((config) => config.name === name);
  if (written) return written;
  const child = await readChild(ctx.db, name);
  const above = child && (child.parent === registeredParent ? parent : configured.find((config) => config.name === child.parent));
  if (!child || !above || child.orphanedAt !== null)
    throw new UserError('source-unknown', 'That source is not read any more.', 'Ask again by the name of something in the catalog.');
  return childConfig(above, child);
}

/** A report as far as a person is told of it, with what is wrong with the source as a whole. */
export async function refreshedOf(db: Db, report: SyncReport): Promise<Refreshed> {
  const { source } = report;
  if (report.outcome === 'unavailable') return { outcome: 'unavailable', source, message: report.message, fix: report.fix };
  const [row] = await db.rows<{ head: string | null; held: Held | null }>(sql`select head, held from source where name = ${source}`);
  const all = gravestFirst(await readProblemRows(db, [source]));
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const problems = all
    .slice(0, mostProblems)
    .map(({ severity, code, message, fix, path, line }) => ({ severity, code, message, fix, path, line }));
  const held = row?.held?.refs.length ?? 0;
  const found = { source, head: row?.head ?? null, problems, errors, warnings: all.length - errors, held };
  if (report.outcome === 'unchanged') return { outcome: 'unchanged', ...found };
  return { outcome: 'synced', ...found, counts: report.counts };
}
