import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#core/log.ts';
import { UserError } from '#core/user-error.ts';
import { type OpenDb, openDb } from '#db/open.ts';
import { type DataDir, openDataDir } from '#http/control-socket.ts';
import type { Config } from '../config.ts';
import { makeFolder } from '../config/make-folder.ts';

type HeldDir = Extract<DataDir, { held: true }>;
type OtherProcess = Extract<DataDir, { held: false }>;

/** The data folder, held, and the database, opened but perhaps not reachable. */
export interface Storage {
  open: OpenDb;
  /** This process's own folder: `DATA_DIR`, or one inside it when several replicas share it. */
  folder: string;
  dir: HeldDir;
  close(): Promise<void>;
}

/** How long another command may need, or a process that serves may take to start. */
const patienceMs = 60_000;

/** Either the storage, or the process on this machine that has it and can be asked instead; a busy one is waited for. */
export async function openStorage(config: Config, log: Log): Promise<Storage | { other: OtherProcess }> {
  const { dataDir } = config.env;
  const end = performance.now() + patienceMs;
  for (;;) {
    const dir = await take(dataDir);
    if (dir.held) return withDatabase(config, log, dir, dataDir);
    if (dir.serves) return { other: dir };
    if (performance.now() > end) throw new UserError('data-busy', `Another command is using ${dataDir}.`, 'Try again when it has ended.');
    await sleep(100);
  }
}

/** For a serving process: the embedded database is one process's, but replicas on Postgres may share a machine. */
export async function openStorageToServe(config: Config, log: Log): Promise<Storage> {
  const { dataDir, databaseUrl } = config.env;
  if (!databaseUrl) {
    const alone = await openStorage(config, log);
    if (!('other' in alone)) return alone;
    throw new UserError(
      'already-running',
      `Another Switchboard runs on ${dataDir}.`,
      'Stop it, or give this one another DATA_DIR (and PORT).',
    );
  }
  for (let n = 1; n <= 32; n++) {
    const folder = n === 1 ? dataDir : join(dataDir, `replica-${n}`);
    const dir = await take(folder);
    if (dir.held) return withDatabase(config, log, dir, folder);
  }
  throw new UserError('too-many-replicas', `More than 32 processes share ${dataDir}.`, 'Give this one another DATA_DIR.');
}

function take(folder: string): Promise<DataDir> {
  makeFolder(folder);
  return openDataDir(folder);
}

async function withDatabase(config: Config, log: Log, dir: HeldDir, folder: string): Promise<Storage> {
  const { databaseUrl, poolSize } = config.env;
  const open = await openDb(
    databaseUrl ? { kind: 'postgres', url: databaseUrl, poolSize, log } : { kind: 'pglite', folder: join(folder, 'pglite'), log },
  );
  const close = async () => {
    await open.close();
    await dir.release();
  };
  return { open, folder, dir, close };
}
