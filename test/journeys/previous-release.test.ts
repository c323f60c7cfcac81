import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProduct } from '../../bench/product.ts';
import { ownPostgresDatabase } from '../support/databases.ts';
import previous from '../support/previous-release.json' with { type: 'json' };
import { configFile, ownFolder, projectManifests } from '../support/product.ts';

const root = join(import.meta.dirname, '../..');

/** While replicas are replaced one after the other, and when a version is taken back, the old code meets the new schema. */
test('the previous release asks, syncs and tells on the schema of this one', async ({ skip }) => {
  if (!hasCommit()) skip(`There is no commit ${previous.commit} here: this is no clone, or one without its history.`);
  const old = ownFolder();
  execFileSync('tar', ['-x', '-C', old], { input: git('archive', previous.commit) });
  symlinkSync(join(root, 'node_modules'), join(old, 'node_modules'), 'dir');
  const shop = ownFolder();
  const file = join(shop, 'catalog-info.yaml');
  const yaml = `catalog:
  sources:
    - { type: folder, name: all, path: ${projectManifests}, authority: true }
    - { type: folder, name: shop, path: ${shop} }
`;
  const variables = { DATABASE_URL: await ownPostgresDatabase(), SWITCHBOARD_SECRET: 's'.repeat(16), SWITCHBOARD_CONFIG: configFile(yaml) };
  const run = (folder: string, ...args: string[]) => runProduct(args, { ...variables, DATA_DIR: ownFolder() }, folder);

  writeFileSync(file, component('cart'));
  const [, read = ''] = /^all: (\d+) added/.exec(await run(root, 'sync', '--once')) ?? [];
  expect(Number(read)).toBeGreaterThan(30);
  const [told, asked] = await Promise.all([run(old, 'status'), run(old, 'ask', '/whoowns payments')]);
  expect(told).toContain(`all (folder): ${read} entities`);
  expect(asked).toContain('payments-api is owned by Team Payments.');
  writeFileSync(file, component('basket'));
  expect(await run(old, 'sync', '--once')).toMatch(/^all: (nothing new|no entity changed)\nshop: 1 added, 1 removed\n/);
  writeFileSync(file, component('trolley'));
  expect(await run(root, 'sync', '--once')).toContain('shop: 1 added, 1 removed\n');
});

function component(name: string): string {
  return `{apiVersion: backstage.io/v1alpha1, kind: Component, metadata: {name: ${name}}, spec: {type: service, lifecycle: x, owner: ${name}-team}}\n`;
}

function hasCommit(): boolean {
  try {
    git('cat-file', '-e', `${previous.commit}^{commit}`);
    return true;
  } catch {
    return false;
  }
}

function git(...args: string[]): Buffer {
  return execFileSync('git', ['-C', root, ...args], { maxBuffer: 100_000_000, stdio: ['ignore', 'pipe', 'ignore'] });
}
