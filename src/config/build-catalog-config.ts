import { resolve } from 'node:path';
import {
  authorityKinds,
  type CatalogConfig,
  defaultBounds,
  defaultKinds,
  defaultRegistered,
  type HostConfig,
  type RegisteredConfig,
  type SourceConfig,
} from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import { canonicalRef } from '#core/ref.ts';
import type { UserError } from '#core/user-error.ts';
import { buildGitHubSource } from './build-github-source.ts';
import type { GitHubEnvironment } from './environment.ts';
import type { SwitchboardYaml } from './switchboard-yaml.ts';

/** One look at an organisation sees all of its repositories, a page a hundred. */
const usualEveryMs = { folder: 5_000, git: 60_000, github: 300_000, backstage: 300_000 };

type Fail = (path: readonly PropertyKey[], message: string, fix: string) => UserError;
type WrittenSource = SwitchboardYaml['catalog']['sources'][number];

const usualPaths = ['**/catalog-info.yaml', '**/catalog-info.yml'];
/** A folder is somebody's own, so YAML files that lie at its top are meant too. */
const folderPaths = [...usualPaths, '*.yaml', '*.yml'];

export interface Surroundings {
  /** The folder that relative paths start from. */
  base: string;
  github: GitHubEnvironment;
}

/** Fills in defaults and names. */
export function buildCatalogConfig(file: SwitchboardYaml, around: Surroundings, fail: Fail): CatalogConfig {
  const { catalog } = file;
  const { base } = around;
  const sources = catalog.sources.map((written, position) => {
    const refuse = (message: string, fix: string) => fail(['catalog', 'sources', position], message, fix);
    return buildSource({ ...written, name: written.name ?? unnamed(catalog.sources, position) }, position, { ...around, refuse });
  });
  const twice = sources.findIndex((s, i) => sources.findIndex((other) => other.name === s.name) !== i);
  if (twice !== -1)
    throw fail(
      ['catalog', 'sources', twice, 'name'],
      `is ${sources[twice]?.name}, as another source is.`,
      'Give each source a name of its own.',
    );
  const reserved = sources.findIndex(({ name }) => name === registeredParent);
  if (reserved !== -1)
    throw fail(['catalog', 'sources', reserved, 'name'], 'is how registrations are called.', 'Give the source another name.');
  return {
    sources,
    hosts: catalog.hosts.map((host) => buildHost(host, base)),
    fallback: present(catalog.fallback),
    owners: new Map(Object.entries(file.owners).map(([group, contact]) => [ownerRef(group, fail), present(contact)])),
    bounds: { ...defaultBounds, ...present(catalog.bounds) },
    registered: buildRegistered(catalog.registered),
  };
}

function buildSource(
  written: WrittenSource & { name: string },
  position: number,
  { base, github, refuse }: Surroundings & { refuse: (message: string, fix: string) => UserError },
): SourceConfig {
  const usual: readonly string[] = written.authority && written.type !== 'github' ? [...defaultKinds, ...authorityKinds] : defaultKinds;
  const common = {
    name: written.name,
    position,
    allow: written.allow?.map((kind) => kind.toLowerCase()) ?? usual,
    authority: written.authority,
    visibleTo: written.visibleTo,
    everyMs: written.every ?? usualEveryMs[written.type],
  };
  // Repositories say nothing about people: teams and members come from GitHub itself.
  if (written.type === 'github') return { ...common, type: 'github', ...buildGitHubSource(written, { github, refuse }) };
  if (written.type === 'folder')
    return { ...common, type: 'folder', path: resolve(base, written.path), paths: written.paths ?? folderPaths };
  if (written.type === 'backstage')
    return { ...common, type: 'backstage', url: written.url.replace(/\/+$/, ''), paths: [], ...present({ token: written.token }) };
  return {
    ...common,
    type: 'git',
    url: written.url,
    paths: written.paths ?? usualPaths,
    ...present({ branch: written.branch, token: written.token }),
  };
}

function buildRegistered({ allow, visibleTo, every }: SwitchboardYaml['catalog']['registered']): RegisteredConfig {
  return { ...defaultRegistered, ...present({ allow: allow?.map((kind) => kind.toLowerCase()), visibleTo, everyMs: every }) };
}

/** `git-1`, `git-2`, `folder-1`: the public readiness page shows names, so they come of nothing that is private. */
function unnamed(sources: readonly WrittenSource[], position: number): string {
  const type = sources[position]?.type ?? 'source';
  return `${type}-${sources.slice(0, position + 1).filter((s) => s.type === type).length}`;
}

function buildHost(written: SwitchboardYaml['catalog']['hosts'][number], base: string): HostConfig {
  const host = written.host.toLowerCase();
  const { token, username, caFile } = written;
  return { host, private: written.private, ...present({ token, username, caFile: caFile && resolve(base, caFile) }) };
}

function ownerRef(group: string, fail: Fail): string {
  const ref = canonicalRef(group, { kind: 'group' });
  if (ref?.startsWith('group:')) return ref;
  throw fail(['owners', group], 'is not a group.', 'Write group:default/team-a or team-a.');
}

/** Without the members that are undefined. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
