import type { WantedChild } from '#core/child-source.ts';
import type { GitHubRepository } from '#git/github/github.ts';
import type { GitHubConfig } from './people-source.ts';

/** How a repository of an organisation is read. Locations lead to longer names, so that the two never meet. */
export function wantRepository({ name, branch, paths }: GitHubConfig, repository: GitHubRepository): WantedChild {
  return {
    name: repositoryName(name, repository.name),
    origin: {
      why: 'repository',
      url: repository.url,
      ...(branch !== undefined && { ref: branch }),
      paths: paths.map((path) => ({ path: path.replace(/^(\.?\/)+/, ''), optional: true })),
      externalId: repository.id,
      depth: 0,
    },
  };
}

export const repositoryName = (source: string, repository: string) => `${source}/${repository}`;

/** The one file that is read of each repository; undefined where globs or several paths have to be looked for in git. */
export function onlyPath({ paths }: Pick<GitHubConfig, 'paths'>): string | undefined {
  const [path, more] = paths;
  if (path === undefined || more !== undefined || /[*?[\]{}()!+@|\\]/.test(path)) return undefined;
  return path.replace(/^(\.?\/)+/, '');
}
