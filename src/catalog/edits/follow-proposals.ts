import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import { UserError } from '#core/user-error.ts';
import type { ProposeDeps } from './propose.ts';
import { checkedProposal, openProposals, type ProposalRow } from './proposal-rows.ts';

interface FollowCtx {
  db: Db;
  clock: Clock;
  log: Log;
}

type FollowDeps = Pick<ProposeDeps, 'configOf' | 'placeOf' | 'github'>;

/** So many are asked for at a time. */
const atOnce = 30;
const everyMs = 60_000;

/**
 * Asks what became of open proposals, the longest unasked first: one conditional request each, a few at a time. What is
 * merged comes into the catalog by the next look at its source. Gives milliseconds until it is worth asking again.
 */
export async function followProposals(ctx: FollowCtx, deps: FollowDeps, signal: AbortSignal): Promise<number> {
  await checkAll(ctx, deps, { rows: await openProposals(ctx.db, { limit: atOnce }), signal });
  return everyMs;
}

/** The same for these pages of pull requests, as far as they are of open proposals. */
export async function checkProposals(
  ctx: FollowCtx,
  deps: FollowDeps,
  { urls, signal }: { urls: readonly string[]; signal: AbortSignal },
): Promise<void> {
  await checkAll(ctx, deps, { rows: await openProposals(ctx.db, { limit: urls.length, urls }), signal });
}

type AskedRow = ProposalRow & { etag: string | null };

async function checkAll(
  { db, clock, log }: FollowCtx,
  deps: FollowDeps,
  { rows, signal }: { rows: readonly AskedRow[]; signal: AbortSignal },
): Promise<void> {
  for (const row of rows) {
    signal.throwIfAborted();
    const now = await ask(deps, row, signal).catch((error: unknown) => {
      // Of a source that is not read any more nothing shows its proposals.
      if (error instanceof UserError) return { state: 'closed' as const };
      signal.throwIfAborted();
      log.warn({ err: error, url: row.url }, 'catalog.proposal-not-asked');
      return {};
    });
    await checkedProposal(db, row, { at: clock.now(), ...now });
  }
}

async function ask(
  { configOf, placeOf, github }: FollowDeps,
  { source, repository, number, etag }: AskedRow,
  signal: AbortSignal,
): Promise<{ state?: 'merged' | 'closed'; etag?: string | undefined }> {
  const config = await configOf(source);
  const place = config.type === 'git' ? placeOf(config) : undefined;
  if (!place) return { state: 'closed' };
  const seen = await (await github(place)).pullRequest({ repository, number, ...(etag !== null && { etag }) }, signal);
  if (seen === 'unchanged') return {};
  if (seen === 'gone') return { state: 'closed' };
  return seen.state === 'open' ? { etag: seen.etag } : { state: seen.state, etag: seen.etag };
}
