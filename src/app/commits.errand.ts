import type { Commits, FileCommit, FileQuestion } from '#core/commits.ts';
import type { Errand } from '#jobs/define-errand.ts';
import type { Errands } from '#jobs/send-errands.ts';

interface Asked {
  source: string;
  questions: FileQuestion[];
}

const id = 'catalog.find-commits';

/** Looking into the history of repositories for processes that only answer, which have no clones. */
export function commitsErrand(commits: Commits): Errand {
  return {
    id,
    async run(_, asked) {
      const { source, questions } = asked as Asked;
      // In JSON there is no undefined.
      return (await commits.of(source, questions)).map((found) => found ?? null);
    },
  };
}

/** The same, done by a process that works. */
export function distantCommits(errands: Errands): Commits {
  return {
    async of(source, questions) {
      const asked: Asked = { source, questions: [...questions] };
      return ((await errands.ask(id, asked)) as (FileCommit[] | null)[]).map((found) => found ?? undefined);
    },
  };
}
