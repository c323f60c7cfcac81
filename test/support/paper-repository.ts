import { kindRules } from '#catalog/descriptor/read-rules.ts';
import { createHash } from 'node:crypto';
import { defaultBounds, type SourceConfig } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { namedMatcher, withMissing } from '#catalog/sources/named-paths.ts';
import { readAll } from '#catalog/sources/read-snapshot.ts';
import { rootMatcher } from '#catalog/sources/root-matcher.ts';
import type { Snapshot } from '#catalog/sources/snapshot.ts';
import { webUrlOf } from '#catalog/web-links.ts';

/** Clone address → path → text; what is not in here cannot be reached. */
export type PaperRepositories = Map<string, Record<string, string>>;

type GitConfig = Extract<SourceConfig, { type: 'git' }>;

/** Reads a git source as it is read from git, but from a map; branch `main`. */
export function paperSource(repositories: PaperRepositories, config: SourceConfig, hosts: readonly string[]): Source {
  const git = config as GitConfig;
  return {
    id: config.name,
    async read(previous) {
      const files = repositories.get(git.url);
      if (!files) throw new SourceUnavailable('not-found', `${git.url} is not there.`, 'Correct the address.');
      const head = createHash('sha1').update(JSON.stringify(files)).digest('hex');
      if (previous?.head === head) return { outcome: 'unchanged', head, branch: 'main' };
      const snapshot = paperSnapshot(files);
      const home = { webUrl: webUrlOf(git.url) ?? '', branch: 'main' };
      const named = git.child && git.child.why !== 'repository' ? git.child.paths : undefined;
      const rules = { ...kindRules(git), bounds: defaultBounds, hosts, home };
      const read = await readAll({ snapshot, rules, isRoot: named ? namedMatcher(named) : rootMatcher(git.paths) });
      const whole = named ? await withMissing(read, named, snapshot) : read;
      return { outcome: 'read', ...whole, head, branch: 'main' };
    },
  };
}

function paperSnapshot(files: Record<string, string>): Snapshot {
  const kinds = new Map(Object.keys(files).map((path) => [path, 'file' as const]));
  return {
    all: () => Promise.resolve(kinds),
    lookup: (paths) => Promise.resolve(new Map(paths.flatMap((path) => (kinds.has(path) ? [[path, 'file' as const]] : [])))),
    async *read(paths) {
      for (const path of paths) {
        const text = files[path];
        if (text !== undefined)
          yield { path, blob: createHash('sha1').update(text).digest('hex'), content: { outcome: 'read', bytes: Buffer.from(text) } };
      }
    },
  };
}
