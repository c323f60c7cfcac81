import type { HostConfig } from '#core/catalog-config.ts';
import { checkHost, hostConfig } from './check-host.ts';
import { type GitUrl, parseGitUrl } from './git-url.ts';

/** A repository to talk to, as git needs it: nothing secret is in `url`, nothing of it is ever an argument or on disk. */
export interface Remote {
  protocol: GitUrl['protocol'];
  /** Without userinfo; for messages and for naming the clone. */
  url: string;
  /** Git configuration, passed through the environment. */
  config: [key: string, value: string][];
  /** Texts that must appear in no message. */
  secrets: string[];
}

export interface RemoteOptions {
  hosts: readonly HostConfig[];
  writtenBy: 'operator' | 'file';
  /** The source's own token; goes before the host's. */
  token?: string | undefined;
  resolve?: (hostname: string) => Promise<string[]>;
}

/** Checks where a URL leads and finds the credentials for it. Throws `SourceUnavailable`. */
export async function openRemote(url: string, { hosts, writtenBy, token, resolve }: RemoteOptions): Promise<Remote> {
  const address = parseGitUrl(url);
  const checked = await checkHost(url, hosts, resolve ? { writtenBy, resolve } : { writtenBy });
  const remote: Remote = { protocol: address.protocol, url: address.url, config: [['remote.origin.url', address.url]], secrets: [] };
  if (address.protocol === 'ssh' || address.protocol === 'file') return remote;
  const origin = new URL(address.url).origin;
  const host = hostConfig(address, hosts);
  addCredentials(remote, origin, credentials(address, host, token));
  if (host?.caFile !== undefined) remote.config.push([`http.${origin}/.sslCAInfo`, host.caFile]);
  if (checked.pinned) remote.config.push(['http.curloptResolve', pin(address, checked.pinned)]);
  return remote;
}

interface Credentials {
  username: string;
  password: string;
}

/** What is written nearest to the source wins: its token, then its URL, then the host's entry. */
function credentials(address: GitUrl, host: HostConfig | undefined, token: string | undefined): Credentials | undefined {
  const { userinfo } = address;
  const username = userinfo?.username || host?.username || 'x-access-token';
  if (token !== undefined) return { username, password: token };
  if (userinfo?.password) return userinfo;
  // https://<token>@host is how some hosts tell people to write it.
  if (userinfo?.username && host?.token === undefined) return { username: userinfo.username, password: '' };
  return host?.token === undefined ? undefined : { username, password: host.token };
}

/** The key carries the origin, so git sends the header nowhere else, whatever a server answers. */
function addCredentials(remote: Remote, origin: string, found: Credentials | undefined): void {
  if (!found) return;
  const basic = Buffer.from(`${found.username}:${found.password}`).toString('base64');
  remote.config.push([`http.${origin}/.extraHeader`, `Authorization: Basic ${basic}`]);
  remote.secrets.push(basic, ...[found.password, found.password === '' ? found.username : ''].filter((text) => text !== ''));
}

function pin(address: GitUrl, pinned: string[]): string {
  const port = new URL(address.url).port || (address.protocol === 'https' ? '443' : '80');
  return `${address.hostname}:${port}:${pinned.map((ip) => (ip.includes(':') ? `[${ip}]` : ip)).join(',')}`;
}
