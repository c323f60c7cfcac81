import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest, so that no worker is left alone with one of them at the end. */
const longest = [
  'src/catalog/sync/kill-during-sync.test.ts',
  'src/catalog/sources/git-source.test.ts',
  'test/journeys/start-and-stop.test.ts',
  'test/journeys/two-roles.test.ts',
  'test/journeys/git-to-card.test.ts',
  'test/journeys/registering.test.ts',
  'test/journeys/whoowns.test.ts',
  'src/slack/outbox.test.ts',
  'src/catalog/sources/git-source-survival.test.ts',
];

/**
 * Runs first what opens no PGlite, the longest of it before the rest. Starting a process copies the page tables of the
 * process that starts it: 2 ms for each git from a fresh worker, 15 to 100 ms from one that holds a PGlite and more.
 */
class SmallWorkersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(name));
      if (at !== -1) return at;
      return longest.length + (opensPGlite(moduleId) ? 1 : 0);
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

function opensPGlite(file: string): boolean {
  return /eachDatabase\(|onDatabase\('pglite'|kind: 'pglite'/.test(readFileSync(file, 'utf8'));
}

export default defineConfig({
  test: {
    globalSetup: ['test/support/run-folder.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Nearly half of the time a worker waits for a process that it started, a pause or a deadline: two keep two cores
    // busy for half of it. More than three only boot more databases.
    pool: 'forks',
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: SmallWorkersFirst },
    // Generous, because a busy machine is no bug: tests that are about time state their own.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
