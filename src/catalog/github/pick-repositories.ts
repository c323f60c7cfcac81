import type { RepositoryFilters } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { GitHubRepository } from '#git/github/github.ts';
import { DeadlineExceeded, threadTask, type WorkerPool } from '#workers/worker-pool.ts';

type MatchInput = { pattern: string; names: readonly string[] };
const matchNames = threadTask<MatchInput, string[]>(new URL('./match-names.task.ts', import.meta.url), 'matchNames');
const deadlineMs = 2_000;

export interface Picking {
  pool: WorkerPool;
  /** Pages, in lower case, of repositories that are sources of their own: the operator has said how those are read. */
  configured: ReadonlySet<string>;
}

/** The repositories that are read. Throws `SourceUnavailable` for a pattern that does not come to an end. */
export async function pickRepositories(
  repositories: readonly GitHubRepository[],
  filters: RepositoryFilters,
  { pool, configured }: Picking,
): Promise<GitHubRepository[]> {
  const passing = repositories.filter((repository) => passes(repository, filters) && !configured.has(repository.url.toLowerCase()));
  const pattern = filters.repository;
  if (pattern === undefined || passing.length === 0) return passing;
  try {
    const input = { pattern, names: passing.map(({ name }) => name) };
    const names = new Set(await pool.run(matchNames, input, { deadlineMs }));
    return passing.filter(({ name }) => names.has(name));
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    const message = `filters.repository took more than ${deadlineMs / 1000} seconds to be matched with the names of ${passing.length} repositories.`;
    throw new SourceUnavailable('failed', message, 'Write it without repetitions inside repetitions, such as (a+)+.', { cause: error });
  }
}

/** Pure. All but the pattern. One without a commit on the branch that is read has nothing to read. */
export function passes(repository: GitHubRepository, { topics, visibility, archived, forks }: RepositoryFilters): boolean {
  if (repository.head === null) return false;
  if (repository.archived && !archived) return false;
  if (repository.fork && !forks) return false;
  if (visibility && !visibility.includes(repository.visibility)) return false;
  const has = new Set(repository.topics);
  if (topics.exclude.some((topic) => has.has(topic))) return false;
  return topics.include.length === 0 || topics.include.some((topic) => has.has(topic));
}
