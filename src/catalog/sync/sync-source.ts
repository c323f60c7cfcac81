import { setImmediate } from 'node:timers/promises';
import type { SourceConfig } from '#core/catalog-config.ts';
import type { Clock } from '#core/clock.ts';
import type { Source } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import { SourceUnavailable, type SourceRead } from '#core/descriptor.ts';
import type { Log } from '#core/log.ts';
import { sql } from 'drizzle-orm/sql';
import { applySync } from './apply-sync.ts';
import { forgetState, knownState, rememberState, stateAfter, type KnownState } from './known-states.ts';
import { entitiesNeeded } from './plan-changes.ts';
import { markUnavailable } from './mark-unavailable.ts';
import { planClaims, planSync } from './plan-sync.ts';
import { readSyncInput, type FreshRead } from './read-sync-input.ts';
import { inSlices } from './steps.ts';
import { readEntities, readSources } from './stored-rows.ts';
import { factsOf, planLines, type SyncReport } from './sync-report.ts';
import { tellParent } from './tell-parent.ts';
import { lockCatalog } from './write-feed.ts';

export type { SyncReport };

export interface SyncCtx {
  db: Db;
  clock: Clock;
  log: Log;
}

export interface SyncOptions {
  signal: AbortSignal;
  /** Apply the removals that are held back: the set as stored when the sync starts, or only the one with this id. */
  confirm?: boolean | { id: string };
  dryRun?: boolean;
  /** Only a part of what the source is for was looked at: how old it is does not change. */
  partly?: boolean;
}

/** One read of a source, and what was known when it was made. */
interface Attempt {
  ctx: SyncCtx;
  known: KnownState;
  options: SyncOptions;
}

/**
 * Reads a source and brings the catalog to what it says, in one transaction without network in it. Several processes
 * may do it at once: a read that was made against an older version is made anew. A source that cannot be read removes
 * nothing. Rejects when `signal` aborts.
 */
export async function syncSource(ctx: SyncCtx, source: Source, config: SourceConfig, options: SyncOptions): Promise<SyncReport> {
  for (let turn = 1; turn <= attempts; turn += 1) {
    const attempt: Attempt = { ctx, known: await knownState(ctx.db, config.name), options };
    const read = await tryRead(attempt, source);
    options.signal.throwIfAborted();
    const report = await conclude(attempt, read);
    if (report) return report;
    forgetState(ctx.db, config.name);
  }
  throw new Error(`The source ${config.name} was synced by another process each time it was read here.`);
}

const attempts = 5;

/** Undefined: the source was synced by someone else meanwhile. */
async function conclude(attempt: Attempt, read: SourceRead | SourceUnavailable): Promise<SyncReport | undefined> {
  const { ctx, known, options } = attempt;
  const name = known.source.name;
  if (read instanceof SourceUnavailable) {
    if (!options.dryRun) await markUnavailable(ctx, [name], read);
    const { code, message, fix, until } = read;
    return { outcome: 'unavailable', source: name, code, message, fix, ...(until && { until }) };
  }
  if (read.outcome === 'read') return syncRead(attempt, read);
  if (!options.confirm) {
    const isCurrent = options.dryRun || options.partly || (await markSeen(ctx, known));
    if (isCurrent) rememberState(ctx.db, known);
    return isCurrent ? { outcome: 'unchanged', source: name } : undefined;
  }
  return syncRead(attempt, { outcome: 'read', full: false, head: read.head, branch: read.branch, files: [], removed: [] });
}

async function syncRead({ ctx, known, options }: Attempt, read: FreshRead): Promise<SyncReport | undefined> {
  const name = known.source.name;
  const done = await ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    const [source] = await readSources(tx, [name]);
    if (source?.version !== known.source.version) return undefined;
    const confirmed = typeof options.confirm === 'object' ? source.held?.id === options.confirm.id : (options.confirm ?? false);
    const input = await readSyncInput(tx, { source, state: known.state, read, confirmed, clock: ctx.clock });
    // Planning looks at all that was read.
    await setImmediate();
    const claims = await inSlices(planClaims(input));
    const plan = await inSlices(planSync(claims, await readEntities(tx, entitiesNeeded(claims.turns)), input));
    await setImmediate();
    if (!options.dryRun) await applySync(tx, [{ plan, source, read, partly: options.partly ?? false }]);
    return { plan, source };
  });
  if (!done) return undefined;
  const facts = factsOf(done.plan, name, read);
  if (options.dryRun) return { outcome: 'planned', lines: planLines(done.plan), ...facts };
  const { head, branch } = read;
  const after = { ...done.source, head, branch, version: done.source.version + 1, syncedAt: done.plan.now, held: done.plan.held };
  rememberState(ctx.db, { source: after, state: stateAfter(known.state, read) });
  ctx.log.info({ ...facts, held: facts.held?.refs.length ?? 0 }, 'sync.applied');
  return { outcome: 'synced', ...facts };
}

async function tryRead({ ctx, known, options: { signal } }: Attempt, source: Source): Promise<SourceRead | SourceUnavailable> {
  try {
    return await source.read(known.state, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceUnavailable) return error;
    // A source that breaks must not take the others with it, nor pass for one that was read.
    ctx.log.error({ source: known.source.name, err: error }, 'sync.read-failed');
    return new SourceUnavailable('failed', 'Reading the source failed unexpectedly.', 'Look into the log, and report it.', {
      cause: error,
    });
  }
}

async function markSeen(ctx: SyncCtx, { source }: KnownState): Promise<boolean> {
  const rows = await ctx.db.rows(sql`
    update source set seen_at = ${ctx.clock.now()}, ok = true, error_code = null, error_message = null
    where name = ${source.name} and version = ${source.version} returning name`);
  if (source.parent !== null) await tellParent(ctx.db, [source.name]);
  return rows.length > 0;
}
