import { join } from 'node:path';
import { noMeter } from '#core/meter.ts';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { type Answering, createAnswering } from '../create-answering.ts';
import type { VerbDeps } from './verb.ts';

/** Loads the directory for one verb, from the last snapshot when the database is away. */
export async function withAnswering(deps: VerbDeps, use: (answering: Answering) => Promise<void>): Promise<void> {
  const { config, storage, log, clock } = deps;
  const { db } = storage.open;
  const answering = createAnswering({ config, db, log, clock, meter: noMeter });
  const snapshot = { file: join(storage.folder, 'snapshot'), secret: config.secret };
  await answering.open((parts) => openDirectory({ ...parts, db, log, clock, snapshot }));
  try {
    await use(answering);
  } finally {
    await answering.close();
  }
}
