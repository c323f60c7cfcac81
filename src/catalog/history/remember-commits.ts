import type { Commits, FileCommit, FileQuestion } from '#core/commits.ts';
import type { Log } from '#core/log.ts';

type Found = FileCommit[] | undefined;

const mostKept = 1000;
/** Many who ask at a time do not make us beset a Git host: whoever comes then is told without. */
const mostUnderWay = 4;

/**
 * The same, but each question is asked once: what lies between two heads does not change. What could not be asked is
 * undefined this time, and asked again the next.
 */
export function rememberCommits(commits: Commits, log: Log): Commits {
  const kept = new Map<string, Promise<Found>>();
  let underWay = 0;

  async function ask(source: string, questions: readonly FileQuestion[]): Promise<Found[]> {
    underWay += 1;
    try {
      return await commits.of(source, questions);
    } finally {
      underWay -= 1;
    }
  }

  function begin(source: string, questions: readonly FileQuestion[]): void {
    if (questions.length === 0 || underWay >= mostUnderWay) return;
    const keys = questions.map((question) => keyOf(source, question));
    const asked = ask(source, questions).catch((error: unknown): Found[] => {
      log.warn({ err: error, source }, 'catalog.commits-not-found');
      for (const key of keys) kept.delete(key);
      return [];
    });
    for (const [n, key] of keys.entries())
      kept.set(
        key,
        asked.then((found) => found[n]),
      );
    for (const key of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(key);
    }
  }

  return {
    of(source, questions) {
      begin(
        source,
        questions.filter((question) => !kept.has(keyOf(source, question))),
      );
      return Promise.all(questions.map((question) => kept.get(keyOf(source, question)) ?? Promise.resolve(undefined)));
    },
  };
}

function keyOf(source: string, { path, from, to }: FileQuestion): string {
  return JSON.stringify([source, path, from, to]);
}
