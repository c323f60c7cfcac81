import type { Db } from '#core/db.ts';
import type { Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import { threadTask, type WorkerPool } from '#workers/worker-pool.ts';
import { readDefinition } from './read-definition.ts';
import type { Summarising } from './summarise.task.ts';
import type { Summary } from './summary.ts';

/** What the definitions of APIs say, read from the database and summarised in a thread; kept as long as they are the same. */
export interface Summaries {
  /** Rejects while the database is away. */
  of(entry: Entry): Promise<Summarised>;
  /** The whole text; undefined where there is none. Rejects while the database is away. */
  textOf(entry: Entry): Promise<string | undefined>;
}

export type Summarised =
  | { outcome: 'summary'; summary: Summary; bytes: number }
  /** It cannot be read as what it says it is, or not in time. */
  | { outcome: 'unreadable'; bytes: number }
  | { outcome: 'too-big'; bytes: number }
  | { outcome: 'none' };

const summariseTask = threadTask<Summarising, Summary>(new URL('./summarise.task.ts', import.meta.url), 'summarise');
/** The card is out by then; what is still under way is there for the next who asks. */
const deadlineMs = 5000;
const mostBytes = 2_000_000;
const mostKept = 1000;
/** The largest integer that Postgres takes there. */
const anySize = 2 ** 31 - 1;

export function createSummaries({ db, pool, log }: { db: Db; pool: WorkerPool; log: Log }): Summaries {
  const kept = new Map<string, { hash: string; summarised: Promise<Summarised> }>();

  async function summarise(entry: Entry, { text, bytes }: { text: string; bytes: number }): Promise<Summarised> {
    try {
      const type = entry.entity.spec?.['type'];
      const summary = await pool.run(summariseTask, { type: typeof type === 'string' ? type : '', text }, { deadlineMs });
      return { outcome: 'summary', summary, bytes };
    } catch (error) {
      log.debug({ err: error, ref: entry.ref }, 'catalog.definition-not-summarised');
      return { outcome: 'unreadable', bytes };
    }
  }

  return {
    async of(entry) {
      const known = kept.get(entry.ref);
      const found = await readDefinition(db, entry, { known: known?.hash, most: mostBytes });
      if (!found) return { outcome: 'none' };
      if (known && known.hash === found.hash) return known.summarised;
      if (found.text === null) return { outcome: 'too-big', bytes: found.bytes };
      const summarised = summarise(entry, { text: found.text, bytes: found.bytes });
      kept.delete(entry.ref);
      kept.set(entry.ref, { hash: found.hash, summarised });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return summarised;
    },
    async textOf(entry) {
      const found = await readDefinition(db, entry, { most: anySize });
      return found?.text ?? undefined;
    },
  };
}
