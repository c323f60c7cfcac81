import type { CatalogConfig, GitHubAuth, SourceConfig } from '#core/catalog-config.ts';
import { parseGitUrl } from '#git/git-url.ts';
import { organisationPage, webUrlOf } from '../web-links.ts';

/** Where pull requests for a repository are opened, and as whom. */
export interface GitHubPlace {
  apiUrl: string;
  auth: GitHubAuth;
  organization: string;
  /** `owner/name`. */
  repository: string;
}

/** A GitHub for which nothing but the environment has credentials. */
export interface OtherGitHub {
  apiUrl: string;
  auth: GitHubAuth | undefined;
}

/**
 * Undefined for a repository that is on no GitHub we have credentials for. What is nearest to the source wins: its token,
 * its URL, its host's, then those of a source for the same organisation, then the environment's. Each is sent to its own
 * host only.
 */
export function gitHubPlace(
  config: Extract<SourceConfig, { type: 'git' }>,
  catalog: Pick<CatalogConfig, 'sources' | 'hosts'>,
  other: OtherGitHub,
): GitHubPlace | undefined {
  const page = URL.parse(webUrlOf(config.url) ?? '');
  const [organization = '', name = '', ...more] = page?.pathname.slice(1).split('/') ?? [];
  if (!page || organization === '' || name === '' || more.length > 0) return undefined;
  const organisations = catalog.sources.flatMap((source) =>
    source.type === 'github' && hostOf(source.apiUrl) === page.host ? [source] : [],
  );
  const isOther = hostOf(other.apiUrl) === page.host;
  const apiUrl = organisations[0]?.apiUrl ?? (isOther ? other.apiUrl : wellKnown(page.host));
  if (apiUrl === undefined) return undefined;
  const same = organisations.find((source) => source.organization.toLowerCase() === organization.toLowerCase());
  const token = config.token ?? parseGitUrl(config.url).userinfo?.password ?? catalog.hosts.find(({ host }) => host === page.host)?.token;
  const auth = token ? { token } : (same?.auth ?? (isOther ? other.auth : undefined));
  return auth && { apiUrl: same?.apiUrl ?? apiUrl, auth, organization, repository: `${organization}/${name}` };
}

function hostOf(apiUrl: string): string | undefined {
  return URL.parse(organisationPage(apiUrl, 'x') ?? '')?.host;
}

function wellKnown(host: string): string | undefined {
  if (host === 'github.com') return 'https://api.github.com';
  return /^[a-z0-9-]+\.ghe\.com$/.test(host) ? `https://api.${host}` : undefined;
}
