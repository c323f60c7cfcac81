import type { GitHub, GitHubRepository, RepositoryAsk } from '#git/github/github.ts';

const most = 3;

/**
 * Repositories with no two of one name. What several requests found may be from before and from after a name went from one
 * to another: those are asked for again, together. `found`: the later seen comes later.
 */
export async function oneNameEach(
  found: readonly GitHubRepository[],
  github: Pick<GitHub, 'repositoriesByIds'>,
  how: RepositoryAsk,
): Promise<GitHubRepository[]> {
  let all = new Map(found.map((repository) => [repository.id, repository]));
  for (let turn = 0; turn < most; turn += 1) {
    const doubted = [...Map.groupBy(all.values(), nameOf).values()].filter((same) => same.length > 1).flat();
    if (doubted.length === 0) return [...all.values()];
    const again = new Set(doubted.map(({ id }) => id));
    const now = await github.repositoriesByIds([...again], how);
    const others = [...all].filter(([id]) => !again.has(id));
    all = new Map([...others, ...now.map((repository) => [repository.id, repository] as const)]);
  }
  // Names that go round faster than they can be asked for: the next look sees where they have come to rest.
  return [...new Map([...all.values()].map((repository) => [nameOf(repository), repository])).values()];
}

/** GitHub tells names apart without regard to case. */
const nameOf = ({ owner, name }: GitHubRepository) => `${owner}/${name}`.toLowerCase();
