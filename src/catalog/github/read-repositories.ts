import { setImmediate } from 'node:timers/promises';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { GitHub, GitHubRepository } from '#git/github/github.ts';
import { sql } from 'drizzle-orm/sql';
import { childConfig } from '../children/child-config.ts';
import { type ChildrenDeps, syncThese } from '../children/sync-children.ts';
import { webUrlOf } from '../web-links.ts';
import { markUnavailable } from '../sync/mark-unavailable.ts';
import { readChildren, type StoredChild } from '../sync/reconcile-children.ts';
import type { SyncReport } from '../sync/sync-report.ts';
import { syncTogether, type WholeRead } from '../sync/sync-together.ts';
import type { GitHubConfig } from './people-source.ts';
import type { Picking } from './pick-repositories.ts';
import { readRepositoryFile } from './read-repository-file.ts';
import { onlyPath, repositoryName } from './want-repository.ts';

export interface OrganisationDeps extends ChildrenDeps, Picking {
  github: GitHub;
}

export interface RepositoriesRead {
  reports: SyncReport[];
  /** What kept us from going on; those that were not read any more are marked, and come first at the next look. */
  failure?: SourceUnavailable;
}

/** What one look at an organisation saw. */
export interface Seen {
  repositories: readonly GitHubRepository[];
  /** When the look began: what was read after that is newer than what it saw. */
  asOf: Date;
  only?: ReadonlySet<string>;
}

/** As many files as go into one request, and as many repositories as are written in one transaction. */
const together = 40;

/**
 * Reads the repositories whose head is not the one that was read, through the API where one plain file is all there is,
 * else through git. Every batch is stored before the next is asked for, so that a look that is cut short goes on there.
 */
export async function readRepositories(
  deps: OrganisationDeps,
  config: GitHubConfig,
  seen: Seen,
  signal: AbortSignal,
): Promise<RepositoriesRead> {
  const due = await dueOf(deps, config, seen);
  const path = onlyPath(config);
  const linked = path === undefined ? undefined : await namesLeadingOn(deps, due);
  const throughGit = due.filter(({ child }) => !linked || linked.has(child.name));
  const plain = due.filter(({ child }) => linked && !linked.has(child.name));
  const reading = { deps, config, path: path ?? '', signal };
  const read: RepositoriesRead = { reports: [] };
  for (let at = 0; at < plain.length; at += together) {
    signal.throwIfAborted();
    const done = await readBatch(reading, plain.slice(at, at + together)).catch((error: unknown) => failureOf(error, signal));
    const taken =
      done instanceof SourceUnavailable && isAboutOne(done) ? await readOneByOne(reading, plain.slice(at, at + together)) : done;
    if (taken instanceof SourceUnavailable) {
      const left = [...plain.slice(at), ...throughGit].map(({ child }) => child.name);
      await markUnavailable(deps.ctx, left, taken);
      return { ...read, failure: taken };
    }
    read.reports.push(...taken.reports);
    throughGit.push(...taken.throughGit);
    await setImmediate();
  }
  const configs = throughGit.map(({ child }) => childConfig(config, child));
  read.reports.push(...(await syncThese(deps, configs, signal)));
  return read;
}

interface Due {
  child: StoredChild;
  repository: GitHubRepository;
}

/** Failed ones last: whatever is wrong with them, it keeps nobody else from being read. */
async function dueOf({ ctx }: OrganisationDeps, config: GitHubConfig, { repositories, asOf, only }: Seen): Promise<Due[]> {
  const names = repositories.map(({ name }) => repositoryName(config.name, name));
  const stored = await readChildren(ctx.db, { parent: config.name, why: 'repository', names, ...(only && { only }) });
  const children = new Map(stored.map((child) => [child.name, child]));
  const due = repositories.flatMap((repository): Due[] => {
    const child = children.get(repositoryName(config.name, repository.name));
    return child && isDue(child, repository, { asOf, branch: config.branch }) ? [{ child, repository }] : [];
  });
  const isFirst = ({ child }: Due) => child.ok || child.syncedAt === null;
  return [...due.filter(isFirst), ...due.filter((one) => !isFirst(one))];
}

function isDue(child: StoredChild, { head, defaultBranch }: GitHubRepository, look: { asOf: Date; branch: string | undefined }): boolean {
  if (child.orphanedAt !== null) return false;
  if (child.syncedAt === null || !child.ok) return true;
  if (child.syncedAt > look.asOf) return false;
  return child.head !== head || child.branch !== (look.branch ?? defaultBranch);
}

/** Those whose files led to others when they were last read. */
async function namesLeadingOn({ ctx }: OrganisationDeps, due: readonly Due[]): Promise<ReadonlySet<string>> {
  if (due.length === 0) return new Set();
  const rows = await ctx.db.rows<{ source: string }>(sql`
    select distinct source from source_file where source = any(${sql.param(due.map(({ child }) => child.name))}::text[])
      and (includes <> '[]'::jsonb or targets <> '[]'::jsonb)`);
  return new Set(rows.map(({ source }) => source));
}

interface Reading {
  deps: OrganisationDeps;
  config: GitHubConfig;
  path: string;
  signal: AbortSignal;
}

interface BatchRead {
  reports: SyncReport[];
  throughGit: Due[];
}

async function readBatch(reading: Reading, batch: readonly Due[]): Promise<BatchRead> {
  const { deps, config, path, signal } = reading;
  const wanted = batch.map(({ repository }) => ({ repository: repository.id, commit: repository.head ?? '', path }));
  const files = await deps.github.files(wanted, { signal, fileBytes: deps.bounds.fileBytes });
  const throughGit: Due[] = [];
  const reads: WholeRead[] = [];
  for (const [n, due] of batch.entries()) {
    const file = files[n];
    if (!file) continue;
    const found = await readRepositoryFile(file, rulesOf(reading, due), deps.pool);
    const { head, defaultBranch } = due.repository;
    const read = { outcome: 'read' as const, full: true as const, head, branch: config.branch ?? defaultBranch, removed: [] };
    const { name, version } = due.child;
    // A repository that has just become invisible says nothing; the next look sees what has become of it.
    if (found.outcome === 'unseen') continue;
    if (found.outcome === 'git') throughGit.push(due);
    else reads.push({ name, version, read: { ...read, files: found.outcome === 'files' ? found.files : [] } });
  }
  return { reports: await syncTogether(deps.ctx, reads), throughGit };
}

function rulesOf({ deps, config }: Reading, { repository }: Due) {
  const webUrl = webUrlOf(repository.url);
  const home = webUrl === undefined ? {} : { home: { webUrl, branch: config.branch ?? repository.defaultBranch } };
  return { allow: config.allow, bounds: deps.bounds, hosts: deps.hosts, ...home };
}

/** A single file that GitHub cannot give must not keep the others of its batch from being read; several are no accident. */
async function readOneByOne(reading: Reading, batch: readonly Due[]): Promise<BatchRead | SourceUnavailable> {
  const { ctx } = reading.deps;
  const read: BatchRead = { reports: [], throughGit: [] };
  let failures = 0;
  for (const due of batch) {
    const done = await readBatch(reading, [due]).catch((error: unknown) => failureOf(error, reading.signal));
    if (!(done instanceof SourceUnavailable)) {
      read.reports.push(...done.reports);
      read.throughGit.push(...done.throughGit);
    } else if (++failures >= manyFailures || !isAboutOne(done)) return done;
    else {
      const { code, message, fix } = done;
      await markUnavailable(ctx, [due.child.name], done);
      read.reports.push({ outcome: 'unavailable', source: due.child.name, code, message, fix });
    }
  }
  return read;
}

const manyFailures = 3;

/** Whether it can be that only one of the files is too much for GitHub. */
const isAboutOne = ({ code }: SourceUnavailable) => code === 'failed' || code === 'timeout' || code === 'too-large';

function failureOf(error: unknown, signal: AbortSignal): SourceUnavailable {
  signal.throwIfAborted();
  if (error instanceof SourceUnavailable) return error;
  throw error;
}
