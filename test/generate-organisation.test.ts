import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { commitOrganisation, planOrganisation, writeOrganisation } from '../bench/generate-organisation.ts';
import { seededTypos } from '../bench/seeded-typos.ts';
import { backstageRefusal } from './support/backstage-verdict.ts';

const small = planOrganisation({ components: 1000, seed: 7 });

test.each([
  [1_000, 2_071],
  [5_000, 10_351],
  [20_000, 41_401],
])('%i components make %i entities in four files more than that', (components, entities) => {
  const plan = planOrganisation({ components, seed: 1 });
  const keys = plan.entities.map(({ kind, name }) => `${kind}:${name}`);
  expect(new Set(keys).size).toBe(entities);
  expect(plan.descriptors).toHaveLength(components + 4);
});

test('what is written is what the plan says, and Backstage takes every document', async () => {
  const read = small.descriptors.flatMap((path) => loadAll(small.files.get(path) ?? '') as Described[]);
  const named = read.map((entity) => `${entity.kind}:${entity.metadata.name}`);
  expect(named.sort()).toEqual(small.entities.map(({ kind, name }) => `${kind}:${name}`).sort());
  const sample = read.filter((_, i) => i % 9 === 0 || read.length - i < 5);
  for (const entity of sample) expect([entity.metadata.name, await backstageRefusal(entity)]).toEqual([entity.metadata.name, undefined]);
});

test('the Location names every other file once', () => {
  const [location] = loadAll(small.files.get('all.yaml') ?? '') as Described[];
  const targets = ((location?.spec['targets'] ?? []) as string[]).map((target) => target.replace('./', ''));
  expect(targets.sort()).toEqual(small.descriptors.filter((path) => path !== 'all.yaml').sort());
});

test('a few components are depended on by many', () => {
  const counts = new Map<string, number>();
  for (const [, name] of [...small.files.values()].join('\n').matchAll(/- component:(\S+)/g))
    counts.set(name ?? '', (counts.get(name ?? '') ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => b - a);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  expect(sorted.slice(0, 10).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(total / 4);
});

test('every group but the first has a parent that counts it among its children', () => {
  const groups = (loadAll(small.files.get('org.yaml') ?? '') as Described[]).filter((entity) => entity.kind === 'Group');
  const children = new Map(groups.map((group) => [group.metadata.name, group.spec['children'] as string[]]));
  const orphans = groups.filter((group) => !children.get(String(group.spec['parent']))?.includes(group.metadata.name));
  expect(orphans.map((group) => group.metadata.name)).toEqual([groups[0]?.metadata.name]);
});

test('the same seed gives the same organisation, another seed another one', () => {
  const again = planOrganisation({ components: 1000, seed: 7 });
  expect([...again.files]).toEqual([...small.files]);
  expect(planOrganisation({ components: 1000, seed: 8 }).entities).not.toEqual(small.entities);
});

test('typos are repeatable, change letters only, and never spell another name', () => {
  const typos = seededTypos(small, { seed: 3, count: 500 });
  const names = new Set(small.entities.map(({ name }) => name));
  expect(typos).toEqual(seededTypos(small, { seed: 3, count: 500 }));
  expect(typos.filter(({ edits }) => edits === 1)).toHaveLength(400);
  expect(typos.filter(({ typed }) => names.has(typed))).toEqual([]);
  const marks = (text: string): string => text.replace(/[a-z]/g, '');
  expect(typos.filter(({ typed, meant }) => marks(typed) !== marks(meant.name))).toEqual([]);
});

test('committed twice, the second commit holds only what changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'organisation-'));
  try {
    const plan = planOrganisation({ components: 100, seed: 1 });
    writeOrganisation(folder, plan);
    const first = commitOrganisation(folder);
    writeOrganisation(folder, { files: new Map([['org.yaml', '']]) });
    const second = commitOrganisation(folder, 'Everyone has left');
    expect(execFileSync('git', ['diff', '--name-only', first, second], { cwd: folder, encoding: 'utf8' })).toBe('org.yaml\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Described {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown>;
}
