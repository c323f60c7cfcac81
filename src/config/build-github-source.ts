import type { z } from 'zod';
import type { GitHubOrganisation } from '#core/catalog-config.ts';
import type { UserError } from '#core/user-error.ts';
import type { GitHubEnvironment } from './environment.ts';
import type { githubKeys } from './github-yaml.ts';

type Written = z.infer<z.ZodObject<typeof githubKeys>>;

/** Fills in what the environment has for all of GitHub. `refuse` is for a source without credentials. */
export function buildGitHubSource(
  written: Written,
  { github, refuse }: { github: GitHubEnvironment; refuse: (message: string, fix: string) => UserError },
): GitHubOrganisation {
  const { organization, catalogPath, filters, branch } = written;
  const auth = written.auth ?? github.auth;
  if (!auth) throw refuse('has no credentials.', 'Add auth, or set GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY.');
  const { repository, visibility, topics, archived = false, forks = false } = filters ?? {};
  return {
    organization,
    apiUrl: (written.apiUrl ?? github.apiUrl).replace(/\/+$/, ''),
    auth,
    paths: typeof catalogPath === 'string' ? [catalogPath] : catalogPath,
    filters: {
      ...(repository !== undefined && { repository }),
      ...(visibility && { visibility }),
      topics: topics ?? { include: [], exclude: [] },
      archived,
      forks,
    },
    ...(branch !== undefined && { branch }),
  };
}
