import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { backstageRefusal } from './support/backstage-verdict.ts';

const root = join(import.meta.dirname, '../manifests');
const paths = globSync('**/*.yaml', { cwd: root });

interface Described {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Record<string, unknown> & { owner?: string; dependsOn?: string[]; targets?: string[]; type?: string };
}

/** A skeleton is text to fill in, and an OpenAPI file is no descriptor. */
const descriptorPaths = paths.filter((path) => !path.includes('skeleton/') && !path.endsWith('openapi.yaml'));
const read = (path: string): Described[] => loadAll(readFileSync(join(root, path), 'utf8')) as Described[];
const entities = descriptorPaths.flatMap(read);

test('about sixty entities, of every kind, no two of one name', () => {
  const refs = entities.map(({ kind, metadata }) => `${kind}:${metadata.name}`);
  expect(new Set(refs).size).toBe(refs.length);
  expect(refs.length).toBeGreaterThanOrEqual(55);
  expect(refs.length).toBeLessThanOrEqual(70);
  const kinds = ['AiResource', 'API', 'Component', 'Domain', 'Group', 'Location', 'Resource', 'System', 'Template', 'User'];
  expect(new Set(entities.map(({ kind }) => kind))).toEqual(new Set(kinds));
  const apiTypes = entities.filter(({ kind }) => kind === 'API').map(({ spec }) => spec.type);
  expect(new Set(apiTypes)).toEqual(new Set(['openapi', 'asyncapi', 'graphql', 'grpc', 'mcp-server']));
});

test('Backstage takes every one', async () => {
  for (const entity of entities) {
    const whole = { ...entity, spec: { ...entity.spec, ...(typeof entity.spec['definition'] === 'object' && { definition: 'included' }) } };
    expect([entity.metadata.name, await backstageRefusal(whole)]).toEqual([entity.metadata.name, undefined]);
  }
});

test('Locations lead to their files wherever Backstage reads them from, a repository or a folder', () => {
  const locations = entities.filter(({ kind }) => kind === 'Location');
  expect(locations.map(({ spec }) => spec.type)).toEqual(locations.map(() => undefined));
});

test('every file is reached once: by its name or through a Location', () => {
  const reachedByLocation = descriptorPaths.flatMap((path) =>
    read(path)
      .flatMap(({ kind, spec }) => (kind === 'Location' ? (spec.targets ?? []) : []))
      .flatMap((target) => descriptorPaths.filter((other) => matchesGlob(other, normalize(join(dirname(path), target))))),
  );
  const reached = [...descriptorPaths.filter((path) => /(^|\/)catalog-info\.yaml$/.test(path)), ...reachedByLocation];
  expect(reached.sort()).toEqual([...descriptorPaths].sort());
});

test('one owner is gone, and everything else that is named is there', () => {
  const refs = new Set(entities.map(({ kind, metadata }) => `${kind}:${metadata.name}`.toLowerCase()));
  const absent = entities.flatMap(({ metadata, spec }) =>
    mentioned(spec)
      .filter((ref) => !refs.has(ref))
      .map((ref) => `${metadata.name} -> ${ref}`),
  );
  expect(absent).toEqual(['legacy-order-export -> group:team-orders']);
});

test('exactly three components need each other in a circle', () => {
  const needs = new Map(entities.map(({ kind, metadata, spec }) => [`${kind}:${metadata.name}`.toLowerCase(), spec.dependsOn ?? []]));
  const inCircle = [...needs.keys()].filter((ref) => reaches(needs, ref).has(ref));
  expect(inCircle.sort()).toEqual(['component:customer-profile', 'component:fraud-check', 'component:payments-api']);
});

test('docs are where their annotation says', () => {
  const documented = descriptorPaths.filter((path) =>
    read(path).some(({ metadata }) => metadata.annotations?.['backstage.io/techdocs-ref']),
  );
  expect(documented.length).toBeGreaterThanOrEqual(5);
  const missing = documented
    .flatMap((path) => ['mkdocs.yml', 'docs/index.md'].map((file) => join(dirname(path), file)))
    .filter((file) => globSync(file, { cwd: root }).length === 0);
  expect(missing).toEqual([]);
});

/** Refs in a spec, with the kind that the model gives to each field. */
function mentioned(spec: Described['spec']): string[] {
  const fields = {
    owner: 'group',
    system: 'system',
    domain: 'domain',
    parent: 'group',
    children: 'group',
    members: 'user',
    memberOf: 'group',
    providesApis: 'api',
    consumesApis: 'api',
    dependsOn: '',
  };
  return Object.entries(fields).flatMap(([field, kind]) => {
    const refs = [(spec[field] ?? []) as string | string[]].flat();
    return refs.map((ref) => (ref.includes(':') ? ref : `${kind}:${ref}`));
  });
}

/** All that can be reached from `start`, which counts only when a path leads back to it. */
function reaches(needs: Map<string, string[]>, start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [...(needs.get(start) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(needs.get(next) ?? []));
  }
  return seen;
}
