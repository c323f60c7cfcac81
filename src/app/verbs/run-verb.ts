import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { readConfig } from '../../config.ts';
import { createLog } from '../create-log.ts';
import { createSyncer } from '../create-syncer.ts';
import { openStorage } from '../open-storage.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

/** Runs one verb of the command line and prints its lines. */
export async function runVerb<V extends keyof VerbInputs>(verb: V, input: VerbInputs[V]): Promise<void> {
  await callVerb(verb, input, (line) => console.log(line));
}

/**
 * Runs one verb: in the process that serves from this data folder, when there is one, otherwise here, for which it opens
 * what the verb needs and closes it again.
 */
export async function callVerb<V extends keyof VerbInputs>(verb: V, input: VerbInputs[V], write: Write): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  const storage = await openStorage(config, log);
  if ('other' in storage) {
    for await (const line of storage.other.call(verb, input)) write(line);
    return;
  }
  const clock = systemClock;
  const syncer = createSyncer(config, storage, { log, clock, meter: noMeter });
  try {
    await here[verb]({ config, storage, syncer, log, clock }, input, write);
  } finally {
    await syncer.close();
    await storage.close();
  }
}

type Here = { [V in keyof VerbInputs]: (deps: VerbDeps, input: VerbInputs[V], write: Write) => Promise<void> };

/** What only some verbs need is loaded by them: a sync should not wait for what answers. */
const here: Here = {
  async sync(deps, input, write) {
    await deps.syncer.prepare();
    await (await import('./sync.verb.ts')).syncVerb(deps, input, write);
  },
  async status(deps, input, write) {
    await deps.syncer.prepare();
    await (await import('./status.verb.ts')).statusVerb(deps, input, write);
  },
  // Nothing is prepared: whoever checks files somewhere has another configuration, which must not become the catalog's.
  async against(deps, input, write) {
    await (await import('./against.verb.ts')).againstVerb(deps, input, write);
  },
  async export(deps, _, write) {
    await deps.syncer.prepare();
    const [{ withAnswering }, { exportVerb }] = await Promise.all([import('./with-answering.ts'), import('./export.verb.ts')]);
    await withAnswering(deps, (answering) => exportVerb(deps, answering, write));
  },
  /** A catalog that was never read is read first, so that a newcomer's first question is answered. */
  async ask(deps, input, write) {
    await deps.syncer.prepare().then(
      () => deps.syncer.syncUnread(new AbortController().signal),
      (error: unknown) => deps.log.warn({ err: error }, 'ask.database-away'),
    );
    const [{ withAnswering }, { askVerb }] = await Promise.all([import('./with-answering.ts'), import('./ask.verb.ts')]);
    await withAnswering(deps, (answering) => askVerb(answering, input, write));
  },
};
