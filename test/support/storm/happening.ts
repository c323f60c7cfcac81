import type { GitHubWorld } from '../github/world.ts';
import { fullName, type WorldRepository } from '../github/repository.ts';

/** Something that has happened at GitHub, as it tells about it. */
export interface Happening {
  event: 'push' | 'repository' | 'team' | 'membership' | 'organization';
  payload: object;
}

export function pushed(world: GitHubWorld, repository: WorldRepository, branch = repository.defaultBranch): Happening {
  return { event: 'push', payload: { ref: `refs/heads/${branch}`, repository: told(world, repository) } };
}

export function repositoryEvent(world: GitHubWorld, repository: WorldRepository, action: string, changes?: object): Happening {
  return { event: 'repository', payload: { action, repository: told(world, repository), ...(changes && { changes }) } };
}

export function peopleEvent(world: GitHubWorld, event: 'team' | 'membership' | 'organization', action: string): Happening {
  return { event, payload: { action, organization: { login: world.organization } } };
}

function told({ url }: GitHubWorld, repository: WorldRepository): object {
  const { id, name, owner, defaultBranch } = repository;
  const full = fullName(repository);
  return { node_id: id, name, full_name: full, html_url: `${url}/${full}`, owner: { login: owner }, default_branch: defaultBranch };
}
