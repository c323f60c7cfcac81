import { join } from 'node:path';
import type { Log } from '#core/log.ts';
import { UserError } from '#core/user-error.ts';
import { type OpenDb, openDb } from '#db/open.ts';
import { type DataDir, openDataDir } from '#http/control-socket.ts';
import type { Config } from '../config.ts';

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

/** Either the storage, or the process on this machine that has it and can be asked instead. */
export async function openStorage(config: Config, log: Log): Promise<Storage | { other: OtherProcess }> {
  const dir = await openDataDir(config.env.dataDir);
  if (!dir.held) return { other: dir };
  return withDatabase(config, log, dir, config.env.dataDir);
}

/** For a serving process: the embedded database is one process's, but replicas on Postgres may share a machine. */
export async function openStorageToServe(config: Config, log: Log): Promise<Storage> {
  const { dataDir, databaseUrl } = config.env;
  const first = await openStorage(config, log);
  if (!('other' in first)) return first;
  if (!databaseUrl) {
    throw new UserError(
      'already-running',
      `Another Switchboard runs on ${dataDir}.`,
      'Stop it, or give this one another DATA_DIR (and PORT).',
    );
  }
  for (let n = 2; n <= 32; n++) {
    const folder = join(dataDir, `replica-${n}`);
    const dir = await openDataDir(folder);
    if (dir.held) return withDatabase(config, log, dir, folder);
  }
  throw new UserError('too-many-replicas', `More than 32 processes share ${dataDir}.`, 'Give this one another DATA_DIR.');
}

async function withDatabase(config: Config, log: Log, dir: HeldDir, folder: string): Promise<Storage> {
  const { databaseUrl } = config.env;
  const open = await openDb(
    databaseUrl ? { kind: 'postgres', url: databaseUrl, poolSize: 10, log } : { kind: 'pglite', folder: join(folder, 'pglite'), log },
  );
  const close = async () => {
    await open.close();
    await dir.release();
  };
  return { open, folder, dir, close };
}
