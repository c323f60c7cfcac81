import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

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
