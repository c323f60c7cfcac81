import type { GivenFiles } from '#catalog/sync/check-against.ts';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Config } from '../../config.ts';
import type { Syncer } from '../create-syncer.ts';
import type { Storage } from '../open-storage.ts';

/** What the command line asks for; plain data, because it may come from another process. */
export interface VerbInputs {
  ask: { line: string; json?: boolean; as?: string };
  sync: { source?: string; confirm?: boolean; dryRun?: boolean };
  status: { problems?: boolean };
  export: Record<string, never>;
  against: GivenFiles;
}

/** What a verb runs with, in a process that serves as well as in one that lives only for it. */
export interface VerbDeps {
  config: Config;
  storage: Storage;
  syncer: Syncer;
  log: Log;
  clock: Clock;
}

export type Write = (line: string) => void;
