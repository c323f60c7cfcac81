import type { Task } from '#jobs/define-task.ts';
import type { Syncer } from './create-syncer.ts';

/** Its queue, for those who ask. */
export const look = { id: 'catalog.look' } as const;

/** What can be looked at out of turn: a source, or one repository of the organisation that a source reads. */
export const lookKey = {
  source: (name: string) => name,
  /** `repository` as `owner/name`. */
  repository: (source: string, repository: string) => `${source} ${repository}`,
};

/** Names of configured sources have no blank. */
export const sourceOfLook = (key: string) => key.split(' ')[0] ?? '';

/** Looks at what somebody said has changed, before its turn comes. */
export function lookTask(syncer: Pick<Syncer, 'look'>): Task {
  return { ...look, together: 100, run: (_ctx, keys, signal) => syncer.look(keys, signal) };
}
