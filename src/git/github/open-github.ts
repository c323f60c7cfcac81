import type { Clock } from '#core/clock.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import { checkHost } from '../check-host.ts';
import { openClient } from './client.ts';
import { readFiles } from './files.ts';
import type { GitHub, GitHubAuth, GitHubProposals } from './github.ts';
import { defaultGitHubLimits, type GitHubLimits } from './open-octokit.ts';
import { readPeople } from './people.ts';
import { proposeFile } from './propose-file.ts';
import { askPullRequest } from './ask-pull-request.ts';
import { listRepositories, repositoriesByIds, repositoryByName } from './repositories.ts';

export interface GitHubOptions {
  /** `https://<host>/api/v3` of an Enterprise Server; github.com's when absent. Written by an operator: any host, but http on loopback only. */
  apiUrl?: string | undefined;
  auth: GitHubAuth;
  /** Where the App is installed. A token of a person reads others as well. */
  organization: string;
  log: Log;
  meter: Meter;
  clock: Clock;
  fetch?: typeof globalThis.fetch;
  limits?: Partial<GitHubLimits>;
}

/** Nothing is asked, and no library loaded, before the first question. Throws `SourceUnavailable` for an address that is none. */
export async function openGitHub({
  apiUrl = 'https://api.github.com',
  fetch = globalThis.fetch,
  limits,
  ...options
}: GitHubOptions): Promise<GitHub & GitHubProposals> {
  const address = plainAddress(apiUrl);
  await checkHost(address, [], { writtenBy: 'operator' });
  const client = openClient({ ...options, apiUrl: address, fetch, limits: { ...defaultGitHubLimits, ...limits } });
  return {
    repositories: (organization, ask) => listRepositories(client, organization, ask),
    repositoriesByIds: (ids, ask) => repositoriesByIds(client, ids, ask),
    repositoryByName: (name, ask) => repositoryByName(client, name, ask),
    files: (wanted, ask) => readFiles(client, wanted, ask),
    people: (organization, signal) => readPeople({ client, organization, log: options.log, signal }),
    proposeFile: (change, signal) => proposeFile({ client, log: options.log, signal }, change),
    pullRequest: (which, signal) => askPullRequest(client, which, signal),
    gitToken: (signal) => client.token(signal),
  };
}

function plainAddress(apiUrl: string): string {
  const url = URL.parse(apiUrl);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  const fix = 'Write https://api.github.com, or https://<host>/api/v3 for an Enterprise Server; the token goes elsewhere.';
  throw new SourceUnavailable('refused', 'apiUrl is no address of an API of GitHub.', fix);
}
