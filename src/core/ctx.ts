import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Directory } from './directory.ts';
import type { Log } from './log.ts';
import type { Viewer } from './viewer.ts';

/** What every verb is given; always passed, never defaulted. */
export interface Ctx {
  db: Db;
  directory: Directory;
  log: Log;
  clock: Clock;
  viewer: Viewer;
}
