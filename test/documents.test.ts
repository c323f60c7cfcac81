import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { mayImport } from './support/may-import.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];

test('every path that a document cites exists', () => {
  const missing = documents.flatMap((document) =>
    cited(document)
      .filter((path) => !exists(document, path))
      .map((path) => `${document}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('the map stays short enough to be read', () => {
  expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(151);
  const long = globSync('docs/decisions/*.md', { cwd: root }).filter((path) => read(path).split('\n').length > 41);
  expect(long).toEqual([]);
});

test('every script that a document names is in package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((document) => [...read(document).matchAll(/npm run ([\w-]+)/g)].map((match) => match[1] ?? ''));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every environment variable that is read is explained, and the other way round', () => {
  const code = [...read('src/config/environment.ts').matchAll(/^ {2}([A-Z][A-Z_]+): \{/gm)].map((match) => match[1] ?? '');
  const example = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');
  expect(example.toSorted()).toEqual(code.toSorted());
  expect(code.filter((name) => !read('README.md').includes(name))).toEqual([]);
});

test('every configuration that README shows is one that is accepted', () => {
  const shown = [...read('README.md').matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml = '']) => yaml);
  const configs = shown.map(configOf);
  expect(configs.map(({ catalog }) => catalog.sources.map(({ name, everyMs }) => [name, everyMs]))).toContainEqual([
    ['organisation', 60_000],
    ['git-2', 60_000],
    ['folder-1', 5_000],
  ]);
  expect(configs.flatMap(({ commands }) => [...commands])).toEqual([['/whoowns', '/owner']]);
});

function configOf(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'switchboard.yaml'), yaml);
  const variables = Object.fromEntries([...yaml.matchAll(/\$\{(\w+)\}/g)].map((match) => [match[1], 'x']));
  return readConfig({ GITHUB_TOKEN: 'x', ...variables, DATA_DIR: folder }, folder);
}

test('the import table of ARCHITECTURE is the one that is checked', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| (`[^|]+) \| ([^|]+) \|$/gm)];
  const written = rows.flatMap(([, folders = '', list = '']) => names(folders).map((folder) => [folder, toList(list)]));
  const checked = Object.entries(mayImport).map(([prefix, list]) => [prefix.replace(/^src\/(.*?)\/?$/, '$1'), list.toSorted()]);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(checked));
});

const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
const toList = (cell: string) => (cell === 'everything' ? ['*'] : names(cell).toSorted());

/** Relative links, and what stands in back-ticks and looks like a path of this project. */
function cited(document: string): string[] {
  const text = read(document).replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((match) => match[1] ?? '');
  const code = [...text.matchAll(/`((?:src|test|bench|docs|drizzle|manifests|bin)\/[\w./-]*)`/g)].map((match) => match[1] ?? '');
  return [...links, ...code];
}

function exists(document: string, path: string): boolean {
  return existsSync(join(root, dirname(document), path)) || existsSync(join(root, path));
}
