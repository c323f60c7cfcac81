import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { KeptState } from '#core/kept-state.ts';
import type { Log } from '#core/log.ts';
import { createPatientRead, ordinaryPatience } from '../directory/patient-read.ts';

export interface KeptFollower {
  /** Reads what has changed since the last look; rejects when the database is away. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface KeptDeps {
  db: Db;
  states: readonly KeptState[];
  log: Log;
  /** Something was read anew. */
  changed: () => void;
  pollMs?: number;
}

const longestPauseMs = 5_000;

/**
 * Keeps small tables in memory true to the database: one statement for all of them every two seconds, and a table is
 * read when its version is another one. While the database is away they stay as they were; the directory says so.
 */
export function followKept({ db, states, log, changed, pollMs = 2_000 }: KeptDeps): KeptFollower {
  const closing = new AbortController();
  const read = createPatientRead(db, ordinaryPatience);
  const versions = new Map<string, number>();
  let failures = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function step(): Promise<void> {
    const rows = await read<{ name: string; version: number }>(sql`select name, version::float8 as version from kept_version`);
    const now = new Map(rows.map(({ name, version }) => [name, version]));
    const stale = states.filter(({ name }) => versions.get(name) !== (now.get(name) ?? 0));
    for (const state of stale) {
      await state.read();
      versions.set(state.name, now.get(state.name) ?? 0);
    }
    if (stale.length > 0) changed();
  }

  /** One step after the other, whoever asked for it. */
  function look(): Promise<void> {
    const turn = last.then(step);
    last = turn.then(
      () => (failures = 0),
      (error: unknown) => {
        failures += 1;
        if (failures === 1 && !closing.signal.aborted) log.warn({ err: error }, 'kept.away');
      },
    );
    return turn;
  }

  async function run(): Promise<void> {
    const pause = () => sleep(Math.min(longestPauseMs, pollMs * 2 ** failures), undefined, { signal: closing.signal, ref: false });
    while (!closing.signal.aborted) {
      await look().catch(ignore);
      await pause().catch(ignore);
    }
  }

  const running = run();
  return {
    look,
    async close() {
      closing.abort();
      await Promise.race([running, sleep(1_000, undefined, { ref: false })]);
    },
  };
}

function ignore(): void {
  // It is tried again, and the first failure is in the log.
}
