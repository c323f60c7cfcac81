import type { FileCommit, FileQuestion } from '#core/commits.ts';
import { bringHistory } from './bring-history.ts';
import { type Clone, local, prepareClone } from './clone.ts';
import { explainFailure } from './explain-failure.ts';
import { GitFailed } from './run-git.ts';
import { withClone } from './with-clone.ts';

/** Enough to name some and to say that there are more. */
const most = 4;

/**
 * The newest commits between two heads that touched a file, for each question; merges that only joined others are left
 * out. Undefined where the last 100 commits do not lead from one head, or what it has
 * in common with the other, to the other. Throws `SourceUnavailable`.
 */
export async function findCommits(
  clone: Clone,
  questions: readonly FileQuestion[],
  { branch, signal }: { branch: string | null; signal: AbortSignal },
): Promise<(FileCommit[] | undefined)[]> {
  return withClone(clone.dir, async () => {
    try {
      await prepareClone(clone, signal);
      const near = await findAll(clone, questions, signal);
      if (near.every(Boolean)) return near;
      await bringHistory(clone, branch, signal);
      return await findAll(clone, questions, signal);
    } catch (error) {
      throw explainFailure(error, clone.remote);
    }
  });
}

async function findAll(clone: Clone, questions: readonly FileQuestion[], signal: AbortSignal) {
  const found: (FileCommit[] | undefined)[] = [];
  for (const question of questions) found.push(await find(clone, question, signal));
  return found;
}

async function find(clone: Clone, { path, from, to }: FileQuestion, signal: AbortSignal): Promise<FileCommit[] | undefined> {
  const range = ['--end-of-options', `${from}..${to}`, '--', path];
  try {
    // Of a head that was brought alone git would say that it has no ancestors. After a rewritten history both still have one.
    await local(clone, ['merge-base', '--end-of-options', from, to], signal);
    const output = await local(clone, ['log', `--max-count=${most}`, '--no-renames', '--format=%H%x00%an%x00', ...range], signal);
    const fields = output.toString().split('\0');
    return Array.from({ length: Math.floor(fields.length / 2) }, (_, n) => ({
      commit: fields[2 * n]?.trim() ?? '',
      author: fields[2 * n + 1] ?? '',
    }));
  } catch (error) {
    if (error instanceof GitFailed && error.reason === 'exit') return undefined;
    throw error;
  }
}
