import { foldText } from './fold-text.ts';

/** A web or Git address, taken apart; everything in lower case. */
export interface Address {
  host: string;
  /** Host and path without scheme, user, trailing `/` and `.git`; with the query string, where there is one. */
  full: string;
  segments: string[];
  query: URLSearchParams;
  /** The repository that the address names or lies in, where that can be told from its form. */
  repository?: { id: string; path: string[] };
}

/** Reads `https://…`, `ssh://…`, `git@host:path`, `url:https://…` and `host.tld/path`; undefined for anything else. */
export function readUrl(text: string): Address | undefined {
  const shorthand = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/|\d+(?:\/|$))(.+)$/.exec(text);
  const address = shorthand ? `ssh://${shorthand[1]}/${shorthand[2]}` : text.replace(/^url:/, '');
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//.test(address) ? address : bareHost.test(address) ? `https://${address}` : '');
  if (!url?.hostname) return undefined;
  const segments = url.pathname.split('/').filter((part) => part !== '');
  const query = url.search + (/^#[/!]/.test(url.hash) ? url.hash : '');
  const host = url.host.replace(/^(www|ssh)\./, '');
  const full = `${[host, ...segments].join('/').replace(/\.git$/, '')}${query}`.toLowerCase();
  const lower = segments.map((part) => part.toLowerCase());
  const found = repositoryOf(host, lower, url.searchParams);
  const repository = found && { id: repositoryId(host, found.root), path: found.path };
  return { host, full, segments: lower, query: url.searchParams, ...(repository && { repository }) };
}

/** The repository of an address that is known to name one: where its form does not tell, all of the path. */
export function repositoryAt(text: string): Address['repository'] {
  const address = readUrl(foldText(text));
  return address && (address.repository ?? { id: repositoryId(address.host, address.segments), path: [] });
}

/** `owner/name` on github.com, `host/path` elsewhere: the two never look alike, as a host has a dot. */
export function repositoryId(host: string, root: readonly string[]): string {
  const path = root.join('/').replace(/\.git$/, '');
  return host === 'github.com' ? path : `${host}/${path}`;
}

/** Hosts on which everybody has something: being there says nothing about the owner. */
export function isCommonHost(host: string): boolean {
  return commonHosts.has(host) || /\.(slack\.com|pagerduty\.com|atlassian\.net|sharepoint\.com|datadoghq\.com|datadoghq\.eu)$/.test(host);
}

export function isPublicCodeHost(host: string): boolean {
  return codeHosts.has(host);
}

/** Slack channel, by the name or id in a Slack link; undefined for other addresses. */
export function slackChannelIn(url: string): string | undefined {
  const match =
    /^(?:https?:\/\/(?:[\w-]+\.)*slack\.com|slack:\/)\/(?:(?:archives|messages|channels)\/|client\/\w+\/|(?:app_redirect|channel)\?(?:[^#]*&)?(?:channel|id)=)([\w-]+)/i.exec(
      url,
    );
  return match?.[1]?.toLowerCase();
}

const bareHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?(\/|$)/;
const codeHosts = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'dev.azure.com', 'codeberg.org']);
const commonHosts = new Set(
  [
    'github.com gitlab.com bitbucket.org dev.azure.com codeberg.org raw.githubusercontent.com gist.github.com npmjs.com backstage.io',
    'docs.google.com drive.google.com sites.google.com console.cloud.google.com console.aws.amazon.com portal.azure.com',
    'notion.so slack.com app.slack.com pagerduty.com sentry.io grafana.com grafana.net figma.com miro.com linear.app trello.com youtube.com',
  ].flatMap((hosts) => hosts.split(' ')),
);

/** Words that end a repository's address on the hosts that put them third (GitHub, Gitea, Bitbucket). */
const below = new Set(
  'tree blob raw edit blame src commit commits issues pull pulls pull-requests actions releases wiki tags branches settings security compare'.split(
    ' ',
  ),
);
const beforePath = new Set(['tree', 'blob', 'raw', 'edit', 'blame', 'src']);

function repositoryOf(host: string, parts: string[], query: URLSearchParams): { root: string[]; path: string[] } | undefined {
  const git = parts.indexOf('_git');
  if (git > 0 && parts.length > git + 1) {
    const path = (query.get('path') ?? '').toLowerCase();
    return { root: parts.slice(0, git + 2), path: path.split('/').filter((part) => part !== '') };
  }
  if (host === 'dev.azure.com' && parts[0] === 'v3' && parts.length === 4) {
    return { root: [...parts.slice(1, 3), '_git', ...parts.slice(3)], path: [] };
  }
  const dash = parts.indexOf('-');
  if (dash > 1) return { root: parts.slice(0, dash), path: filePath(parts.slice(dash + 1)) };
  const suffixed = parts.findIndex((part) => part.endsWith('.git'));
  if (suffixed > 0) return { root: parts.slice(0, suffixed + 1), path: filePath(parts.slice(suffixed + 1)) };
  const known = host === 'github.com' || host === 'bitbucket.org' || host === 'codeberg.org';
  if (parts.length >= 2 && parts[0] !== 'orgs' && (known || below.has(parts[2] ?? ''))) {
    return { root: parts.slice(0, 2), path: filePath(parts.slice(2)) };
  }
  return undefined;
}

/** After `tree/<branch>/` and its like comes a path. A branch with `/` in its name is taken for one without. */
function filePath(rest: string[]): string[] {
  if (!beforePath.has(rest[0] ?? '')) return [];
  return rest.slice(rest[0] === 'src' && (rest[1] === 'branch' || rest[1] === 'commit' || rest[1] === 'tag') ? 3 : 2);
}
