import type { SQL } from 'drizzle-orm';

/** Postgres, whichever driver is behind it. Slices write SQL with drizzle's `sql` template. */
export interface Db {
  /** Runs one statement and gives its rows, the same shape on every driver. */
  rows<Row extends object = Record<string, unknown>>(statement: SQL): Promise<Row[]>;
  /** One transaction; rolled back when `work` throws. No network inside: the embedded database has one connection. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Calls back on each NOTIFY; resolves once listening. Only a wake-up: readers poll as well. */
  listen(channel: string, wake: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
