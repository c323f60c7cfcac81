import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatProblem } from '#catalog/descriptor/format-problem.ts';
import { UserError } from '#core/user-error.ts';
import { validatePaths } from './validate-paths.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
  mkdirSync(join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const system = (extra = '') => `apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: shop\nspec:\n  owner: team\n${extra}`;

test('a folder is read with its includes, and nothing is said about what is right', async () => {
  mkdirSync(join(folder, 'apis'));
  writeFileSync(join(folder, 'shop.yaml'), system());
  writeFileSync(join(folder, 'apis', 'notes.yml'), 'just: notes\n');
  writeFileSync(join(folder, 'schema.graphql'), 'type Query { a: Int }');
  writeFileSync(
    join(folder, 'apis', 'api.yaml'),
    'apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: graphql, lifecycle: p, owner: t, definition: {$text: ../schema.graphql}}\n',
  );
  expect(await validatePaths([folder], {})).toEqual({ problems: [], files: 3, entities: 2, ignored: 1 });
});

test('a mistake is told with file, line and the way out', async () => {
  const file = join(folder, 'shop.yaml');
  writeFileSync(file, system('  domain:\n').replace('owner: team', 'type: x'));
  const { problems } = await validatePaths([file], {});
  expect(problems.map((problem) => formatProblem(problem).replace(/^.*\//, ''))).toEqual([
    'shop.yaml:5: spec.owner is missing. — Add spec.owner: the group that answers for it.',
    'shop.yaml:7: spec.domain has no value; it was left out. — Give it a value or remove the line.',
  ]);
});

test('kinds can be narrowed, links that lead out are not read, dead targets are named', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'secret'), 'secret');
  symlinkSync(join(outside, 'secret'), join(folder, 'link'));
  writeFileSync(join(folder, 'a.yaml'), `${system()}  note: {$text: ./link}\n`);
  writeFileSync(
    join(folder, 'b.yaml'),
    'apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  targets:\n    - ./a.yaml\n    - ./gone.yaml\n',
  );
  const all = await validatePaths([folder], {});
  expect(all.problems.map(({ code, line }) => [code, line])).toEqual([
    ['include-missing', 7],
    ['target-missing', 7],
  ]);
  const narrowed = await validatePaths([join(folder, 'a.yaml')], { allow: ['Component'] });
  expect(narrowed.problems.map(({ code }) => code)).toEqual(['kind-not-allowed']);
  rmSync(outside, { recursive: true });
});

test('says what the sync of the repository would say: hidden folders, empty patterns, links, own addresses, other encodings', async () => {
  rmSync(join(folder, '.git'), { recursive: true });
  execFileSync('git', ['init', '-q', folder]);
  execFileSync('git', ['-C', folder, 'remote', 'add', 'origin', 'git@github.com:acme/shop.git']);
  mkdirSync(join(folder, '.backstage'));
  writeFileSync(join(folder, '.backstage', 'catalog-info.yaml'), system().replace('  owner: team\n', '  type: x\n'));
  writeFileSync(join(folder, 'latin.yaml'), Buffer.from('kind: caf\xe9', 'latin1'));
  symlinkSync(join(folder, 'latin.yaml'), join(folder, 'link.yaml'));
  const targets = ['./gone/*.yaml', './link.yaml', './catalog', 'https://github.com/acme/shop/blob/main/latin.yaml'];
  mkdirSync(join(folder, 'catalog'));
  writeFileSync(join(folder, 'catalog', 'a.txt'), '');
  writeFileSync(
    join(folder, 'all.yaml'),
    `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  targets:\n${targets.map((t) => `    - ${t}\n`).join('')}`,
  );
  const { problems } = await validatePaths([folder], {});
  expect(problems.map(({ path, line, code }) => `${path.replace(/^.*?validate-[^/]*\//, '')}:${line} ${code}`)).toEqual([
    '.backstage/catalog-info.yaml:5 owner-missing',
    'all.yaml:6 target-missing',
    'all.yaml:7 target-symlink',
    'all.yaml:8 target-folder',
    'latin.yaml:1 file-not-text',
    'link.yaml:1 file-symlink',
  ]);
});

test('a path that is not there is an error with a way out', async () => {
  await expect(validatePaths([join(folder, 'nowhere')], {})).rejects.toThrow(UserError);
});
