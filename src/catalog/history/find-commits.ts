import type { SourceConfig } from '#core/catalog-config.ts';
import type { Commits } from '#core/commits.ts';
import { findCommits } from '#git/find-commits.ts';
import type { SourceDeps } from '../sources/create-source.ts';
import { openClone } from '../sources/git-source.ts';

export interface CommitsDeps {
  source: SourceDeps;
  /** With the credentials that it is read with. Throws UserError for a source that is not read any more. */
  configOf: (source: string, signal: AbortSignal) => Promise<SourceConfig>;
}

/** Whoever asked has an answer without it by then. */
const patienceMs = 20_000;

/** Asks the clones of repositories, and their remotes for what those do not hold. Only repositories have commits. */
export function createCommits({ source, configOf }: CommitsDeps): Commits {
  return {
    async of(name, questions) {
      const signal = AbortSignal.timeout(patienceMs);
      const config = await configOf(name, signal);
      if (config.type !== 'git') return questions.map(() => undefined);
      return findCommits(await openClone(config, source), questions, { branch: config.branch ?? null, signal });
    },
  };
}
