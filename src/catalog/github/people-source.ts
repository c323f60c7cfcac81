import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { authorityKinds, type Bounds, type SourceConfig } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import { type ReadFile, type SourceRead, SourceUnavailable } from '#core/descriptor.ts';
import type { GitHub } from '#git/github/github.ts';
import { finishFile } from '../descriptor/finish-file.ts';
import { parseFile } from '../descriptor/parse-file.ts';
import { describePeople, type PersonFile } from './describe-people.ts';

export type GitHubConfig = Extract<SourceConfig, { type: 'github' }>;

/**
 * What an organisation itself says: with `authority` its teams and members, as a whole or not at all, else nothing. Its
 * repositories are sources of their own.
 */
export function peopleSource(config: GitHubConfig, { github, bounds }: { github: GitHub; bounds: Bounds }): Source {
  return {
    id: config.name,
    async read(previous, signal): Promise<SourceRead> {
      const unchanged = { outcome: 'unchanged', head: null, branch: null } as const;
      if (!config.authority && previous) return unchanged;
      const people = config.authority ? describePeople(config.organization, await github.people(config.organization, signal)) : [];
      const known = previous?.files;
      if (config.authority && people.length === 0 && known && known.size > 0) throw showsNobody(config);
      const files = await readAll(
        people.filter(({ path, text }) => known?.get(path)?.blob !== blobOf(text)),
        bounds,
      );
      const paths = new Set(people.map(({ path }) => path));
      const removed = [...(known?.keys() ?? [])].filter((path) => !paths.has(path));
      if (previous && files.length === 0 && removed.length === 0) return unchanged;
      return { outcome: 'read', full: !previous, head: null, branch: null, files, removed };
    },
  };
}

/** An organisation has an owner: credentials of somebody who has left it see empty lists, and are not refused. */
function showsNobody({ organization }: GitHubConfig): SourceUnavailable {
  const fix = 'See whether the token is of a member, and what the GitHub App may read.';
  return new SourceUnavailable('empty', `GitHub shows no team and no member of ${organization} any more.`, fix);
}

/** As many as are read at a time before others may have the thread. */
const together = 100;

/** Judged like any file: a name that no entity may have is a problem that people can see. */
async function readAll(people: readonly PersonFile[], bounds: Bounds): Promise<ReadFile[]> {
  const rules = { allow: authorityKinds, bounds };
  const files: ReadFile[] = [];
  for (const [n, person] of people.entries()) {
    files.push(finishFile(parseFile(person, rules), new Map(), { rules, blob: blobOf(person.text), depth: 0 }));
    if (n % together === together - 1) await setImmediate();
  }
  return files;
}

const blobOf = (text: string) => hash('sha256', text).slice(0, 40);
