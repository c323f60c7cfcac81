import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceUnavailable } from '#core/descriptor.ts';

/** A repository address taken apart. `url` is what git is given: it never carries a password. */
export interface GitUrl {
  protocol: 'https' | 'http' | 'ssh' | 'file';
  url: string;
  /** Lower case, without brackets and port; empty for files. */
  hostname: string;
  /** `host[:port]`, as credentials are bound to it; empty for files. */
  host: string;
  /** Taken out of an https or http URL. */
  userinfo?: { username: string; password: string };
}

/**
 * Reads https, http, ssh, `user@host:path`, file URLs and plain paths (relative ones from the working folder).
 * Everything else git would understand (`ext::`, `git://`, remote helpers, hosts that look like options) is refused
 * with `SourceUnavailable`.
 */
export function parseGitUrl(text: string): GitUrl {
  const given = text.trim();
  if (given === '' || hasControl(given)) throw refused('The repository address is empty or has control characters.');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return fromUrl(given);
  if (/^[^/\\]*::/.test(given)) throw refused(`The address starts with a transport helper (${quote(given.split('::')[0] ?? '')}::).`);
  const scp = /^(?:([^@/:\s]+)@)?(\[[0-9a-f:.]+\]|[^/:@\s]+):(.+)$/i.exec(given);
  // One letter before the colon is a Windows drive.
  if (scp?.[2] && scp[3] && scp[2].length > 1) return fromScp(scp[1], scp[2], scp[3]);
  return { protocol: 'file', url: pathToFileURL(path.resolve(given)).href, hostname: '', host: '' };
}

function fromUrl(given: string): GitUrl {
  const parsed = URL.parse(given);
  if (!parsed) throw refused('The repository address is not a valid URL.');
  if (parsed.protocol === 'file:') return { protocol: 'file', url: given, hostname: '', host: '' };
  if (parsed.protocol === 'ssh:') return fromSshUrl(parsed);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw refused(`The protocol ${quote(parsed.protocol.slice(0, -1))} is not used.`);
  }
  const username = decode(parsed.username);
  const password = decode(parsed.password);
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  // No Git host needs a query, and people put tokens there: it would show in messages.
  parsed.search = '';
  const protocol = parsed.protocol === 'https:' ? 'https' : 'http';
  const address: GitUrl = { protocol, url: parsed.href, hostname: bareHost(parsed.hostname), host: parsed.host };
  if (username || password) address.userinfo = { username, password };
  return address;
}

function fromSshUrl(parsed: URL): GitUrl {
  parsed.password = '';
  parsed.hash = '';
  sshSafe(decode(parsed.username), parsed.hostname);
  return { protocol: 'ssh', url: parsed.href, hostname: bareHost(parsed.hostname), host: parsed.host };
}

function fromScp(user: string | undefined, host: string, rest: string): GitUrl {
  sshSafe(user ?? '', host);
  const hostname = bareHost(host);
  return { protocol: 'ssh', url: `${user === undefined ? '' : `${user}@`}${host}:${rest}`, hostname, host: hostname };
}

/** ssh would take a host or user that starts with a dash for an option. */
function sshSafe(user: string, host: string): void {
  if (host === '' || host.startsWith('-') || user.startsWith('-')) throw refused('The ssh host or user looks like an option.');
}

const bareHost = (host: string) => host.toLowerCase().replace(/^\[|\]$/g, '');
const quote = (text: string) => `"${text.slice(0, 40)}"`;

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(message: string): SourceUnavailable {
  return new SourceUnavailable('refused', message, 'Write an https or ssh URL, user@host:path, a file URL or a path.');
}
