import type { ReadFile, SourceRead, SourceState } from '#core/descriptor.ts';
import type { Source } from '#core/contributions.ts';
import { type CatalogConfig, defaultBounds, modelKinds, type SourceConfig } from '#core/catalog-config.ts';
import type { SourceDeps } from '#catalog/sources/create-source.ts';
import type { Log } from '#core/log.ts';

/** Keeps what a source says, as sync does, and remembers how much was read to say it. */
export interface Reader {
  /** Path → what was last read of it. */
  files: Map<string, ReadFile>;
  state: SourceState | null;
  look(): Promise<SourceRead>;
}

export function readerOf(source: Source): Reader {
  const reader: Reader = {
    files: new Map(),
    state: null,
    async look() {
      const read = await source.read(reader.state, new AbortController().signal);
      if (read.outcome === 'unchanged') return read;
      if (read.full) reader.files = new Map();
      for (const path of read.removed) reader.files.delete(path);
      for (const file of read.files) reader.files.set(file.path, file);
      reader.state = { head: read.head, branch: read.branch, files: new Map(reader.files) };
      return read;
    },
  };
  return reader;
}

export const refsOf = (reader: Reader) => [...reader.files.values()].flatMap((file) => file.descriptors.map(({ ref }) => ref)).sort();

export const problemsOf = (reader: Reader) =>
  [...reader.files.values()].flatMap((file) => file.problems.map(({ path, line, code }) => `${path}:${line} ${code}`)).sort();

export const pathsRead = (read: SourceRead) => (read.outcome === 'read' ? read.files.map(({ path }) => path).sort() : []);

/** Everything that two ways of reading must agree on. */
export const pictureOf = (reader: Reader) => [...reader.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));

export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export function sourceDeps(dataDir: string, more: Partial<SourceDeps> = {}): SourceDeps {
  return { dataDir, hosts: [] satisfies CatalogConfig['hosts'], bounds: defaultBounds, log: silent, ...more };
}

export const plain = {
  name: 'catalog',
  position: 0,
  allow: modelKinds,
  authority: true,
  visibleTo: 'everyone',
  everyMs: 60_000,
  paths: ['**/catalog-info.yaml', '**/catalog-info.yml'],
} as const satisfies Omit<SourceConfig, 'type' | 'path' | 'url'>;

export const component = (name: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\n${more}spec:\n  type: service\n  lifecycle: production\n  owner: team-a\n`;

export const location = (targets: string[], more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: all\nspec:\n${more}  targets:\n${targets.map((target) => `    - ${target}\n`).join('')}`;

export const apiWith = (name: string, include: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: ${name}\nspec:\n  type: openapi\n  lifecycle: production\n  owner: team-a\n  definition:\n    $text: ${include}\n`;
