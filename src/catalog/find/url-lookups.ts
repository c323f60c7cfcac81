import { spaceSet } from './key-space.ts';
import { type Ask, type Query, workloads } from './query.ts';
import { isCommonHost, isPublicCodeHost, slackChannelIn } from './read-url.ts';
import type { Address } from './read-url.ts';

/**
 * What an address can mean: the link itself, a folder in a repository, a page below a link, the repository, the site.
 * An address below a link means it only when the link is a whole stem of it, part by part.
 */
export function urlLookups(address: Address): Pick<Query, 'asks' | 'near'> {
  const { host, segments, repository } = address;
  const known = knownServices(address);
  const stems = segments.map((_, i) => [host, ...segments.slice(0, segments.length - i)].join('/'));
  // One part on a code host is a whole organisation, and a link to it claims nothing of what else is in there.
  const linkStems = isPublicCodeHost(host) ? stems.slice(0, -1) : stems;
  const deeper = linkStems.filter((stem) => repository && stem.split('/').length > rootLength(repository.id));
  const asks: Ask[] = [
    ...known,
    link(address.full),
    ...(repository ? [folder(repository.id, repository.path)] : linkStems.slice(0, -1).map((stem) => folder(stem, []))),
    ...deeper.map(link),
    ...repositoryAsks(address, stems),
    ...linkStems.slice(deeper.length).map(link),
    ...hostAsks(address),
  ];
  const last = repository ? repository.id.slice(repository.id.lastIndexOf('/') + 1) : segments.at(-1);
  const [first] = host.split(/[.:]/);
  const near = [last, isCommonHost(host) ? undefined : first].filter((text) => text !== undefined && text.length > 2);
  return { asks, near: near.map((text) => ({ text: text ?? '', assume: false })) };
}

function link(text: string): Ask {
  return { by: 'key', text, spaces: spaceSet('link') };
}

function folder(repository: string, path: readonly string[]): Ask {
  return { by: 'folder', repository, path };
}

/** In parts of `host/owner/name`, as links are written; ids on github.com leave their host out. */
function rootLength(id: string): number {
  const parts = id.split('/');
  return parts[0]?.includes('.') ? parts.length : parts.length + 1;
}

function repositoryAsks({ host, segments, repository }: Address, stems: string[]): Ask[] {
  const whole = spaceSet('hubRepository', 'repository');
  const within = spaceSet('inRepository');
  const asks: Ask[] = [];
  for (const id of repository ? [repository.id] : isPublicCodeHost(host) ? stems.slice(0, -1) : stems) {
    // A folder that nobody claims may belong to anyone who has another folder in that repository.
    const elsewhere = repository && repository.path.length > 0;
    asks.push({ by: 'key', text: id, spaces: elsewhere ? whole : whole | within });
    if (elsewhere) asks.push({ by: 'key', text: id, spaces: within, unsure: true });
  }
  const git = segments.indexOf('_git');
  if (git > 0) asks.push({ by: 'key', text: `${segments[git - 1]}/${segments[git + 1]}`, spaces: whole });
  // A company's own Git host: slugs do not tell which host they are about.
  const slug = segments
    .slice(0, 2)
    .join('/')
    .replace(/\.git$/, '');
  if (segments.length > 1 && !isCommonHost(host)) asks.push({ by: 'key', text: slug, spaces: whole });
  return asks;
}

function hostAsks({ host, segments }: Address): Ask[] {
  if (isCommonHost(host)) return [];
  const hosts = host.includes(':') ? [host, host.slice(0, host.indexOf(':'))] : [host];
  const cluster = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host);
  const asks: Ask[] = hosts.map((text) => ({ by: 'host', text, below: segments.length > 0 }));
  // Inside a cluster, services call each other by name alone.
  const alone = /^([a-z0-9-]+)(?::\d+)?$/.exec(host)?.[1];
  if (alone) return [...asks, serviceNamed(alone)];
  if (!cluster?.[1] || !cluster[2]) return asks;
  return [...asks, { by: 'key', text: cluster[1], spaces: spaceSet('name', 'kubernetes'), only: { cluster: cluster[2] } }];
}

/** `payments` as a host: what runs under that name. */
export function serviceNamed(host: string): Ask {
  return { by: 'key', text: host, spaces: spaceSet('name', 'kubernetes'), only: { kinds: workloads } };
}

function knownServices({ host, segments, full }: Address): Ask[] {
  const asks: Ask[] = [];
  const channel = slackChannelIn(`https://${full}`);
  if (channel) asks.push({ by: 'key', text: `#${channel}`, spaces: spaceSet('groupChannel', 'channel') });
  const after = (word: string) => (segments.includes(word) ? segments[segments.indexOf(word) + 1] : undefined);
  const service = host.endsWith('pagerduty.com') ? (after('service-directory') ?? after('services')) : undefined;
  if (service) asks.push({ by: 'key', text: service, spaces: spaceSet('pager') });
  if (host !== 'github.com') return asks;
  const team = segments[0] === 'orgs' && segments[2] === 'teams' ? `${segments[1]}/${segments[3]}` : undefined;
  if (team) asks.push({ by: 'key', text: team, spaces: spaceSet('teamSlug') });
  if (segments.length === 1) asks.push({ by: 'key', text: segments[0] ?? '', spaces: spaceSet('login') });
  return asks;
}
