import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import type { Db as BossDb } from 'pg-boss';

export type OpenOptions =
  | {
      kind: 'postgres';
      url: string;
      poolSize: number;
      log: Log;
      /** After this the server itself ends a statement; a minute, unless said otherwise. */
      statementMs?: number;
      /** How long a statement may stay without any answer; tests shorten it. */
      silentMs?: number;
    }
  /** `folder`: where PGlite keeps its files, or `memory://` for tests. */
  | { kind: 'pglite'; folder: string; log: Log };

/** An open database, with the same pool or instance as the job queue needs it. */
export interface OpenDb {
  db: Db;
  boss: BossDb;
  kind: 'postgres' | 'pglite';
  close(): Promise<void>;
}

/**
 * Opens the database. Postgres is not connected to before the first statement, so a process can start while it is
 * away; a statement then throws UserError `database-unreachable`. PGlite is loaded from its files at once; the caller
 * must own the folder, because two processes on one folder lose rows silently.
 */
export async function openDb(options: OpenOptions): Promise<OpenDb> {
  // Each driver is loaded only when it is asked for: PGlite is 10 MB of WebAssembly.
  if (options.kind === 'postgres') {
    const { openPostgres } = await import('./open-postgres.ts');
    return openPostgres(options);
  }
  const { openPglite } = await import('./open-pglite.ts');
  return openPglite(options);
}
