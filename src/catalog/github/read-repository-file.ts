import type { ReadFile } from '#core/descriptor.ts';
import type { FileAt } from '#git/github/github.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';
import { readDescriptorFile } from '../descriptor/read-descriptor-file.ts';
import type { ReadRules } from '../descriptor/read-rules.ts';
import { unreadFile } from '../sources/unread-file.ts';

/** `git`: what stands there can only be read through git, because it leads to other files or is no plain text. */
export type RepositoryFile = { outcome: 'files'; files: ReadFile[] } | { outcome: 'missing' | 'unseen' | 'git' };

/** Makes of what GitHub gave for a path the same as reading it through git would. */
export async function readRepositoryFile(found: FileAt, rules: ReadRules, pool: WorkerPool): Promise<RepositoryFile> {
  const { path } = found;
  switch (found.outcome) {
    case 'missing':
    case 'unseen':
      return { outcome: found.outcome };
    case 'unread':
      return { outcome: found.why === 'folder' || found.why === 'submodule' ? 'missing' : 'git' };
    case 'too-large': {
      const { blob, size } = found;
      const file = unreadFile({ path, blob, content: { outcome: 'too-large', size } }, 0, rules.bounds.fileBytes);
      return { outcome: 'files', files: [file] };
    }
    case 'read':
      return readText(found, rules, pool);
  }
}

async function readText(
  { path, text, blob }: { path: string; text: string; blob: string },
  rules: ReadRules,
  pool: WorkerPool,
): Promise<RepositoryFile> {
  let includes = false;
  const include = () => {
    includes = true;
    return Promise.resolve(new Map<string, string>());
  };
  const file = await readDescriptorFile({ path, text }, { rules, blob, depth: 0, include, pool });
  return includes || file.targets.length > 0 ? { outcome: 'git' } : { outcome: 'files', files: [file] };
}
