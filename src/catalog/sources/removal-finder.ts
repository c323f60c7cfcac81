import type { SourceConfig } from '#core/catalog-config.ts';
import { findRemoval, type Removal, type RemovalQuestion } from '#git/find-removal.ts';
import type { SourceDeps } from './create-source.ts';
import { openClone } from './git-source.ts';

export type { Removal, RemovalQuestion };

/**
 * Says by which commit of a source a document went, and who wrote that commit; undefined when it is not among the last
 * 100 commits, and for folders. Talks to the remote: for the background only. Throws `SourceUnavailable`.
 */
export function removalFinder(config: SourceConfig, deps: SourceDeps) {
  return async (question: RemovalQuestion, signal: AbortSignal): Promise<Removal | undefined> => {
    if (config.type !== 'git') return undefined;
    return findRemoval(await openClone(config, deps), question, signal);
  };
}
