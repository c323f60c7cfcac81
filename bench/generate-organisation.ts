import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import * as text from './organisation-documents.ts';
import { nameSupply, type NameSupply } from './organisation-words.ts';
import { seededRandom, zipfPicker, type Random } from './random.ts';

/** A generated organisation: everything that is written to disk, and what is called how. */
export interface OrganisationFiles {
  /** Path with `/` → content. */
  files: Map<string, string>;
  /** Paths of the descriptor files, `all.yaml` last. */
  descriptors: string[];
  entities: NamedEntity[];
}

export interface NamedEntity {
  kind: string;
  name: string;
  title?: string;
}

/**
 * An organisation of `components` components, the same for the same seed. Also N/20 groups in a tree, N/2 users, N/10
 * systems, N/50 domains, N/5 APIs, N/5 resources and one Location that names every other file: N + 4 descriptor
 * files. Dependencies follow Zipf's law: a few components are depended on by many.
 */
export function planOrganisation(options: { components: number; seed: number }): OrganisationFiles {
  const random = seededRandom(options.seed);
  const cast = nameEverything(options.components, nameSupply(random));
  const components = planComponents(cast, random);
  const files = new Map<string, string>();
  for (const c of components) {
    const api = c.api === undefined ? '' : `---\n${text.apiDocument({ ...c, api: c.api })}`;
    files.set(`components/${c.name}/catalog-info.yaml`, text.componentDocument(c) + api);
  }
  files.set('org.yaml', organisationFile(cast, random));
  files.set('systems.yaml', systemsFile(cast, random));
  const resource = (name: string) => text.resourceDocument(name, random.pick(cast.groups), random.pick(cast.systems));
  files.set('resources.yaml', cast.resources.map(resource).join('---\n'));
  files.set('all.yaml', text.locationDocument('whole-organisation', [...files.keys()]));
  const descriptors = [...files.keys()];
  for (const c of components) {
    files.set(`components/${c.name}/mkdocs.yml`, text.siteFile(c));
    files.set(`components/${c.name}/docs/index.md`, text.docsPage(c));
  }
  return { files, descriptors, entities: listEntities(cast, components) };
}

/** Writes the files below `folder`, which is made when it is not there. */
export function writeOrganisation(folder: string, plan: Pick<OrganisationFiles, 'files'>): void {
  for (const [path, content] of plan.files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Makes `folder` a Git repository, or adds to it, and commits everything. Gives the new head. */
export function commitOrganisation(folder: string, message = 'The organisation'): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: gitEnvironment() });
  if (!existsSync(join(folder, '.git'))) git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD').trim();
}

/** Without the settings of whoever runs this: hooks, signing and large-file filters would change what is measured. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const person = { NAME: 'Bench', EMAIL: 'bench@halyard.example', DATE: '2026-01-05T09:00:00Z' };
  const identity = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(identity) };
}

interface Cast {
  components: string[];
  resources: string[];
  systems: string[];
  domains: string[];
  /** A tree in breadth-first order: the parent of group i is group (i - 1) / 6. */
  groups: string[];
  /** First and last names. */
  people: string[];
}

function nameEverything(components: number, supply: NameSupply): Cast {
  const many = (count: number, name: () => string): string[] => Array.from({ length: Math.floor(count) }, name);
  return {
    components: many(components, supply.component),
    resources: many(components / 5, supply.resource),
    systems: many(components / 10, supply.system),
    domains: many(components / 50, supply.domain),
    groups: many(components / 20, supply.group),
    people: many(components / 2, supply.person),
  };
}

const types = ['service', 'service', 'service', 'website', 'library', 'worker'];
const lifecycles = ['production', 'production', 'production', 'experimental', 'deprecated'];

function planComponents(cast: Cast, random: Random): text.ComponentFacts[] {
  const apis = cast.components.filter((_, i) => i % 5 === 0).map(apiName);
  const component = zipfPicker(cast.components, random);
  const resource = zipfPicker(cast.resources, random);
  const api = zipfPicker(apis, random);
  return cast.components.map((name, number) => ({
    name,
    number,
    type: random.pick(types),
    lifecycle: random.pick(lifecycles),
    owner: random.pick(cast.groups),
    system: random.pick(cast.systems),
    ...(number % 5 === 0 && { api: apiName(name) }),
    consumes: several(random.below(3), api, apiName(name)),
    dependsOn: [
      ...several(random.below(5), component, name).map((other) => `component:${other}`),
      ...several(random.below(3), resource).map((other) => `resource:${other}`),
    ],
  }));
}

const apiName = (component: string): string => `${component}-api`;

/** At most `count` different names, none of them `except`. */
function several(count: number, draw: () => string, except?: string): string[] {
  const drawn = new Set(Array.from({ length: count }, draw));
  if (except !== undefined) drawn.delete(except);
  return [...drawn];
}

function organisationFile(cast: Cast, random: Random): string {
  const groups = cast.groups.map((name, i) => {
    const parent = i === 0 ? undefined : cast.groups[Math.floor((i - 1) / 6)];
    return text.groupDocument({ name, children: cast.groups.slice(i * 6 + 1, i * 6 + 7), ...(parent !== undefined && { parent }) });
  });
  const users = cast.people.map((person) => text.userDocument(person, random.pick(cast.groups)));
  return [...groups, ...users].join('---\n');
}

function systemsFile(cast: Cast, random: Random): string {
  const domains = cast.domains.map((name) => text.domainDocument(name, random.pick(cast.groups)));
  const systems = cast.systems.map((name) => text.systemDocument(name, random.pick(cast.groups), random.pick(cast.domains)));
  return [...domains, ...systems].join('---\n');
}

function listEntities(cast: Cast, components: text.ComponentFacts[]): NamedEntity[] {
  const titled = (kind: string) => (name: string) => ({ kind, name, title: text.titleOf(name) });
  const bare = (kind: string) => (name: string) => ({ kind, name });
  return [
    ...cast.components.map(titled('Component')),
    ...components.flatMap((c) => (c.api === undefined ? [] : [{ kind: 'API', name: c.api }])),
    ...cast.resources.map(bare('Resource')),
    ...cast.systems.map(bare('System')),
    ...cast.domains.map(bare('Domain')),
    ...cast.groups.map(titled('Group')),
    ...cast.people.map((person) => ({ kind: 'User', name: text.userName(person), title: person })),
    { kind: 'Location', name: 'whole-organisation' },
  ];
}
