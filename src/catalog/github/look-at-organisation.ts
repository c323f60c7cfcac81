import type { Source } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { GitHub, GitHubRepository } from '#git/github/github.ts';
import { sql } from 'drizzle-orm/sql';
import { childConfig } from '../children/child-config.ts';
import { readChildren, reconcileChildren, type StoredChild } from '../sync/reconcile-children.ts';
import type { SyncReport } from '../sync/sync-report.ts';
import { type SyncOptions, syncSource } from '../sync/sync-source.ts';
import { oneNameEach } from './one-name-each.ts';
import { type GitHubConfig, peopleSource } from './people-source.ts';
import { pickRepositories } from './pick-repositories.ts';
import { type OrganisationDeps, readRepositories } from './read-repositories.ts';
import { wantRepository } from './want-repository.ts';

/**
 * Looks at all of an organisation: which repositories there are, what is new in them, then its people. A list that has no
 * end removes nothing. The first report is that of the organisation itself; repositories that did not change have none. A
 * dry run tells of its people only: a repository that has no row yet has nothing to compare with.
 */
export async function lookAtOrganisation(
  deps: OrganisationDeps,
  config: GitHubConfig,
  options: SyncOptions,
): Promise<[SyncReport, ...SyncReport[]]> {
  const { ctx } = deps;
  if (options.dryRun) return [await syncSource(ctx, peopleSource(config, deps), config, options)];
  const asOf = ctx.clock.now();
  const picked = await listed(deps, config, options.signal);
  if (picked instanceof SourceUnavailable) return [await syncSource(ctx, failing(config, picked), config, options)];
  const wanted = picked.map((repository) => childConfig(config, wantRepository(config, repository)));
  await reconcileChildren(ctx, {
    parent: config.name,
    why: 'repository',
    wanted,
    hosts: deps.hosts,
    asOf,
    isReplaced: await replacedBy(deps),
  });
  const { reports, failure } = await readRepositories(deps, config, { repositories: picked, asOf }, options.signal);
  const source = failure ? failing(config, failure) : peopleSource(config, deps);
  const own = await syncSource(ctx, source, config, options);
  if (own.outcome === 'unavailable') await markRepositoriesSeen(deps, config, asOf);
  return [own, ...reports];
}

/** A repository that the operator has made a source of its own leaves as soon as that has been read. */
async function replacedBy({ ctx, configured }: OrganisationDeps): Promise<(child: StoredChild) => boolean> {
  if (configured.size === 0) return () => false;
  const rows = await ctx.db.rows<{ page: string }>(sql`
    select lower(web_url) as page from source
    where parent is null and synced_at is not null and lower(web_url) = any(${sql.param([...configured])}::text[])`);
  const read = new Set(rows.map(({ page }) => page));
  return ({ webUrl }) => webUrl !== null && read.has(webUrl.toLowerCase());
}

async function listed(deps: OrganisationDeps, config: GitHubConfig, signal: AbortSignal): Promise<GitHubRepository[] | SourceUnavailable> {
  try {
    const all = await listAll(deps.github, config, signal);
    if (all.length === 0 && (await hasRepositories(deps.ctx.db, config))) throw seesNothing(config);
    return await pickRepositories(all, config.filters, deps);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceUnavailable) return error;
    throw error;
  }
}

async function hasRepositories(db: Db, { name }: GitHubConfig): Promise<boolean> {
  const children = await readChildren(db, { parent: name, why: 'repository' });
  return children.some(({ orphanedAt }) => orphanedAt === null);
}

/** Credentials that have lost their right to see do not fail: the list is empty. */
function seesNothing({ organization }: GitHubConfig): SourceUnavailable {
  const message = `GitHub shows no repository of ${organization} any more.`;
  return new SourceUnavailable('empty', message, 'See what the token or the GitHub App may read; if all are gone, take the source away.');
}

/** All or none: half a list would look as if the other half had gone. */
async function listAll(github: GitHub, { organization, branch }: GitHubConfig, signal: AbortSignal): Promise<GitHubRepository[]> {
  const all: GitHubRepository[] = [];
  for await (const page of github.repositories(organization, { signal, branch })) all.push(...page);
  return oneNameEach(all, github, { signal, branch });
}

/** The row of the organisation tells when its repositories were seen, unless something else of it could not be read. */
async function markRepositoriesSeen({ ctx }: OrganisationDeps, { name }: GitHubConfig, at: Date): Promise<void> {
  await ctx.db.rows(sql`
    update source set seen_at = ${at} where parent = ${name} and origin ->> 'why' = 'repository' and ok and orphaned_at is null`);
  await ctx.db.rows(sql`update source set children_version = children_version + 1 where name = ${name}`);
}

const failing = ({ name }: GitHubConfig, failure: SourceUnavailable): Source => ({ id: name, read: () => Promise.reject(failure) });
