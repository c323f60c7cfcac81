import type { Glance } from '#catalog/github/look-at-repositories.ts';
import type { Task } from '#jobs/define-task.ts';
import type { Syncer } from './create-syncer.ts';

/** Its queue, for those who ask. */
export const look = { id: 'catalog.look' } as const;

/** What can be looked at out of turn: a source, or of an organisation that it reads one repository, or the people. */
export const lookKey = {
  source: (name: string) => name,
  /** `repository` as `owner/name`. */
  repository: (source: string, repository: string) => `${source} ${repository}`,
  people: (source: string) => `${source} people`,
  /** Of an organisation, a repository elsewhere that a Location of its files names. */
  child: (source: string, child: string) => `${source} child ${child}`,
};

/** What these keys of one source name besides the source itself. */
export function glanceOf(keys: readonly string[]): Glance {
  const parts = keys.flatMap((key) => key.split(' ')[1] ?? []);
  return { names: parts.filter((part) => part.includes('/')), people: parts.includes('people') };
}

/** The children that they name. */
export function childrenOfLook(keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const [, what, child] = key.split(' ');
    return what === 'child' && child !== undefined ? [child] : [];
  });
}

/** Names of configured sources have no blank. */
export const sourceOfLook = (key: string) => key.split(' ')[0] ?? '';

/** Looks at what somebody said has changed, before its turn comes. */
export function lookTask(syncer: Pick<Syncer, 'look'>): Task {
  return { ...look, together: 100, run: (_ctx, keys, signal) => syncer.look(keys, signal) };
}
