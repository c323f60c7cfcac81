import type { GitHubRepository } from '#git/github/github.ts';
import { childConfig } from '../children/child-config.ts';
import { readChildren, reconcileChildren } from '../sync/reconcile-children.ts';
import type { SyncReport } from '../sync/sync-report.ts';
import { syncSource } from '../sync/sync-source.ts';
import { oneNameEach } from './one-name-each.ts';
import { type GitHubConfig, peopleSource } from './people-source.ts';
import { pickRepositories } from './pick-repositories.ts';
import { type OrganisationDeps, readRepositories } from './read-repositories.ts';
import { repositoryName, wantRepository } from './want-repository.ts';

/** What somebody says has changed in an organisation. What has, and how it is now, is asked of GitHub. */
export interface Glance {
  /** Repositories as `owner/name`. */
  names?: readonly string[];
  /** Its teams and members. */
  people?: boolean;
}

/**
 * Looks at some repositories of an organisation, new ones among them, and at its people. One request for a hundred that are
 * known, one for each that is not. What GitHub does not show is gone. Throws `SourceUnavailable`: then nothing has changed,
 * or what could not be read is marked.
 */
export async function lookAtRepositories(
  deps: OrganisationDeps,
  config: GitHubConfig,
  glance: Glance,
  signal: AbortSignal,
): Promise<SyncReport[]> {
  const names = glance.names ?? [];
  const reports = names.length > 0 ? await lookAtThese(deps, config, names, signal) : [];
  if (glance.people) reports.push(await syncSource(deps.ctx, peopleSource(config, deps), config, { signal, partly: true }));
  return reports;
}

async function lookAtThese(
  deps: OrganisationDeps,
  config: GitHubConfig,
  names: readonly string[],
  signal: AbortSignal,
): Promise<SyncReport[]> {
  const { ctx } = deps;
  const asOf = ctx.clock.now();
  const { found, only } = await ask(deps, config, new Set(names), signal);
  const own = found.filter(({ owner }) => owner.toLowerCase() === config.organization.toLowerCase());
  const repositories = await pickRepositories(own, config.filters, deps);
  const wanted = repositories.map((repository) => childConfig(config, wantRepository(config, repository)));
  await reconcileChildren(ctx, { parent: config.name, why: 'repository', wanted, hosts: deps.hosts, only, asOf });
  const { reports, failure } = await readRepositories(deps, config, { repositories, asOf, only }, signal);
  if (failure) throw failure;
  return reports;
}

/** `only`: the ids of all that was looked at, there or not. */
async function ask(
  { ctx, github }: OrganisationDeps,
  config: GitHubConfig,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ found: GitHubRepository[]; only: Set<string> }> {
  const how = { signal, branch: config.branch };
  const called = [...names].map((name) => repositoryName(config.name, name.slice(name.indexOf('/') + 1)));
  const stored = await readChildren(ctx.db, { parent: config.name, why: 'repository', only: new Set<string>(), names: called });
  const only = new Set(stored.flatMap(({ origin }) => origin.externalId ?? []));
  const found = only.size > 0 ? await github.repositoriesByIds([...only], how) : [];
  // One that is called otherwise now, or is gone, may have left its name to another.
  const answered = new Set(found.map(({ owner, name }) => `${owner}/${name}`.toLowerCase()));
  for (const name of names) {
    const repository = answered.has(name.toLowerCase()) ? undefined : await github.repositoryByName(name, how);
    if (!repository) continue;
    found.push(repository);
    only.add(repository.id);
  }
  return { found: await oneNameEach(found, github, how), only };
}
