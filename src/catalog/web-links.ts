/** The page of a repository on the web, from the address that git uses; undefined for paths and what is no repository. */
export function webUrlOf(gitUrl: string): string | undefined {
  const given = gitUrl.trim();
  const scp = /^(?:[^@/:\s]+@)?(\[[^\]]+\]|[^/:@\s]{2,}):(?!\/\/)(.+)$/.exec(given);
  const url = scp && !given.includes('://') ? URL.parse(`https://${scp[1]}/${scp[2]?.replace(/^\/+/, '')}`) : URL.parse(given);
  if (!url || !['https:', 'http:', 'ssh:'].includes(url.protocol)) return undefined;
  const path = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path === '' || url.hostname === '') return undefined;
  // The port of ssh is not the web's, and ssh hosts may have a name of their own.
  if (url.protocol === 'ssh:' || scp) return `https://${webHost(url.hostname)}${azureWeb(url.hostname, path)}`;
  return `${url.protocol}//${url.host}${path}`;
}

/**
 * The line of a file as it was at a commit. GitHub's form for hosts that are not known; the repository's page where no
 * form is known. No line, no anchor.
 */
export function fileLink(webUrl: string, commit: string, path: string, line?: number): string {
  const host = URL.parse(webUrl)?.hostname ?? '';
  const file = path.split('/').map(encodeURIComponent).join('/');
  const anchor = (prefix: string) => (line === undefined ? '' : `#${prefix}${line}`);
  switch (forge(host)) {
    case 'gitlab':
      return `${webUrl}/-/blob/${commit}/${file}${anchor('L')}`;
    case 'bitbucket':
      return `${webUrl}/src/${commit}/${file}${anchor('lines-')}`;
    case 'azure':
      return webUrl;
    case 'github':
      return `${webUrl}/blob/${commit}/${file}${anchor('L')}`;
  }
}

/** The page of a commit; GitHub's form for hosts that are not known. */
export function commitLink(webUrl: string, commit: string): string {
  switch (forge(URL.parse(webUrl)?.hostname ?? '')) {
    case 'gitlab':
      return `${webUrl}/-/commit/${commit}`;
    case 'bitbucket':
      return `${webUrl}/commits/${commit}`;
    case 'azure':
    case 'github':
      return `${webUrl}/commit/${commit}`;
  }
}

/** The page of an organisation, from the address of the API: `api.<host>` is a host of GitHub's own, `<host>/api/v3` an Enterprise Server. */
export function organisationPage(apiUrl: string, organization: string): string | undefined {
  const url = URL.parse(apiUrl);
  return url ? `${url.protocol}//${url.host.replace(/^api\.(?=github\.com$|[^.]+\.ghe\.com$)/, '')}/${organization}` : undefined;
}

/** The page of what an organisation itself says: a team or a member; `path` as in its source. */
export function peoplePage(organisation: string, path: string): string {
  const { origin, pathname } = new URL(organisation);
  const [sort, name = ''] = path.split('/');
  return sort === 'teams' ? `${origin}/orgs${pathname}/teams/${encodeURIComponent(name)}` : `${origin}/${encodeURIComponent(name)}`;
}

/** The page of an entity in Backstage; `path` as in its source: `kind/namespace/name`. */
export function backstagePage(backstage: string, path: string): string {
  const [kind = '', namespace = '', name = ''] = path.split('/').map(encodeURIComponent);
  return `${backstage}/catalog/${namespace}/${kind}/${name}`;
}

function forge(host: string): 'github' | 'gitlab' | 'bitbucket' | 'azure' {
  const names = host.split('.');
  if (names.includes('gitlab')) return 'gitlab';
  if (host === 'bitbucket.org') return 'bitbucket';
  return host === 'dev.azure.com' || host.endsWith('.visualstudio.com') ? 'azure' : 'github';
}

/** Hosts that answer ssh under another name, for networks that let only port 443 through. */
const webHosts: Record<string, string> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
};
const webHost = (host: string) => webHosts[host] ?? host;

/** Azure's ssh path is `v3/<organisation>/<project>/<repository>`. */
function azureWeb(host: string, path: string): string {
  const parts = host === 'ssh.dev.azure.com' ? /^\/v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) : null;
  return parts ? `/${parts[1]}/${parts[2]}/_git/${parts[3]}` : path;
}
