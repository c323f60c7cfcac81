import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mayImport } from './support/may-import.ts';

const root = join(import.meta.dirname, '..');
const files = globSync('src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));

/** Package → the one folder that may import it. */
const onlyIn: Record<string, readonly string[]> = {
  '@slack/': ['src/slack/'],
  postgres: ['src/db/'],
  '@electric-sql/pglite': ['src/db/'],
  'pg-boss': ['src/jobs/', 'src/db/'],
  '@octokit/': ['src/git/github/'],
  piscina: ['src/workers/'],
  commander: ['src/cli/'],
  'prom-client': ['src/http/'],
  '@viz-js/viz': ['src/catalog/picture/'],
  '@resvg/resvg-js': ['src/catalog/picture/'],
};

interface Import {
  from: string;
  to: string;
}

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(join(root, from), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    from,
    to: resolve(from, match[1] ?? ''),
  })),
);

test('folders import only what the table in ARCHITECTURE.md allows', () => {
  const wrong = imports.filter(({ from, to }) => to.startsWith('src/') && !from.endsWith('.test.ts') && !allowed(from, to));
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('a slice imports no other part’s Slack face', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      /^src\/(catalog|docs|templates|notices)\/(?!slack)/.test(from) && /^src\/(slack|\w+\/slack)\//.test(to) && !from.endsWith('.test.ts'),
  );
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('drivers and big libraries have one door each', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      !from.endsWith('.test.ts') &&
      Object.entries(onlyIn).some(([name, folders]) => isPackage(to, name) && !folders.some((folder) => from.startsWith(folder))),
  );
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const wrong = files.filter(
    (path) =>
      !/^src\/(config|git\/git-environment)\.ts$/.test(path) &&
      !path.endsWith('.test.ts') &&
      readFileSync(join(root, path), 'utf8').includes('process.env'),
  );
  expect(wrong).toEqual([]);
});

test('no file of the product is longer than 250 lines', () => {
  const long = files.filter((path) => readFileSync(join(root, path), 'utf8').split('\n').length > 251);
  expect(long).toEqual([]);
});

function allowed(from: string, to: string): boolean {
  const row = Object.keys(mayImport)
    .filter((prefix) => from.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  if (row === undefined) return false;
  const own = to.startsWith(row.endsWith('/') ? row : `${row}/`);
  const folder = to.split('/')[1] ?? '';
  const list = mayImport[row] ?? [];
  return own || folder === 'core' || list.includes('*') || list.includes(folder);
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  if (specifier.startsWith('.')) return join(from, '..', specifier).replaceAll('\\', '/');
  return specifier;
}

function isPackage(specifier: string, name: string): boolean {
  return name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`);
}
