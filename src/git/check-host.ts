import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HostConfig } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { classifyAddress } from './address.ts';
import { parseGitUrl } from './git-url.ts';

export interface CheckedHost {
  /** The addresses that were checked; the connection must go to one of them. Absent when nothing had to be checked. */
  pinned?: string[];
}

type Resolve = (hostname: string) => Promise<string[]>;

/**
 * Whether git may go where a URL points. What an operator wrote may be anything, but plain http only on loopback.
 * What a file or a person named must be https to a host of `catalog.hosts`; its addresses must be public unless that
 * host is `private: true`, and never loopback, link-local or reserved. Every address of the name is checked, and the
 * caller pins them, so that a second answer of the name server cannot lead elsewhere. Throws `SourceUnavailable`.
 */
export async function checkHost(
  url: string,
  hosts: readonly HostConfig[],
  { writtenBy, resolve = resolveAll }: { writtenBy: 'operator' | 'file'; resolve?: Resolve },
): Promise<CheckedHost> {
  const target = parseGitUrl(url);
  if (writtenBy === 'operator') {
    if (target.protocol === 'http' && !isLoopback(target.hostname)) {
      throw refused(`${target.host} is to be read over http, which anybody on the way can change.`, 'Write an https URL.');
    }
    return {};
  }
  if (target.protocol !== 'https') throw refused('Only https addresses are followed from files.', 'Write an https URL.');
  const host = hostConfig(target, hosts);
  if (!host) throw refused(`${target.host} is not among catalog.hosts.`, `Add ${target.host} to catalog.hosts in switchboard.yaml.`);
  const pinned = isIP(target.hostname) ? [target.hostname] : await resolve(target.hostname);
  for (const address of pinned) judge(target.host, address, host.private);
  return { pinned };
}

/** The entry of `catalog.hosts` for an address; one without a port holds for the standard port only. */
export function hostConfig(target: { hostname: string; host: string }, hosts: readonly HostConfig[]): HostConfig | undefined {
  return hosts.find((host) => host.host.toLowerCase() === target.host.toLowerCase());
}

function judge(name: string, address: string, mayBePrivate: boolean): void {
  const kind = classifyAddress(address);
  if (kind === 'public' || (kind === 'private' && mayBePrivate)) return;
  const fix =
    kind === 'private'
      ? `Mark ${name} as private: true in catalog.hosts if it is meant.`
      : 'Name a host with an address that can be reached.';
  throw refused(`${name} has the ${kind} address ${address}.`, fix);
}

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || classifyAddress(hostname) === 'loopback';

async function resolveAll(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true }).catch((cause: unknown) => {
    throw new SourceUnavailable('unreachable', `The name ${hostname} could not be resolved.`, 'Check the host name and the name server.', {
      cause,
    });
  });
  return found.map((entry) => entry.address);
}

const refused = (message: string, fix: string) => new SourceUnavailable('refused', message, fix);
