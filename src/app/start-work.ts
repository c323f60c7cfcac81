import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Errand } from '#jobs/define-errand.ts';
import type { RepeatedJob } from '#jobs/define-job.ts';
import { type Jobs, startJobs } from '#jobs/start-jobs.ts';
import type { Config } from '../config.ts';
import type { Syncer } from './create-syncer.ts';
import type { Storage } from './open-storage.ts';
import { forgetJob } from './forget.job.ts';
import { checkProposalsTask } from './check-proposals.task.ts';
import { lookTask } from './look.task.ts';
import { proposeErrand } from './propose.errand.ts';
import { commitsErrand } from './commits.errand.ts';
import { confirmRemovalsErrand } from './confirm-removals.errand.ts';
import { registrationsErrand } from './registrations.errand.ts';
import { syncJob } from './sync.job.ts';

export interface Work {
  /** The schema is there, or the database did not answer within two seconds. Never rejects. */
  prepared: Promise<void>;
  /** On a database of one's own: every source has been read once, or tried. Never rejects. */
  firstSync: Promise<void>;
  /** Jobs under way may end; takes five seconds at most, whatever the database does. */
  stop(): Promise<void>;
}

export interface WorkDeps {
  config: Config;
  storage: Storage;
  syncer: Syncer;
  log: Log;
  clock: Clock;
  /** Besides syncing and forgetting. */
  jobs: readonly RepeatedJob[];
}

const patienceMs = 2_000;
const againMs = 2_000;
const firstSyncMs = 20_000;
const stopMs = 5_000;

/** Prepares the database and starts the jobs, again and again until the database is there. */
export function startWork(deps: WorkDeps): Work {
  const { config, log } = deps;
  const stopping = new AbortController();
  const prepared = untilDone(() => deps.syncer.prepare(), { log, signal: stopping.signal });
  // Alone on its database this process may read at once; replicas leave it to the queue, so that each source is read once.
  const alone = deps.storage.open.kind === 'pglite';
  const firstSync = prepared.then((ready) => (ready && alone ? deps.syncer.syncUnread(stopping.signal) : undefined));
  const jobs: Promise<Jobs | undefined> = firstSync.then(() =>
    config.env.role === 'answer' || stopping.signal.aborted ? undefined : startJobsWhenPossible(deps, stopping.signal),
  );
  return {
    prepared: Promise.race([prepared.then(() => undefined), sleep(patienceMs, undefined, { ref: false })]),
    firstSync: alone ? Promise.race([firstSync, sleep(firstSyncMs, undefined, { ref: false })]) : Promise.resolve(),
    async stop() {
      stopping.abort();
      // A database that hangs keeps whoever waits for it from ending.
      await Promise.race([jobs.then((running) => running?.stop(stopMs)), sleep(stopMs, undefined, { ref: false })]);
    },
  };
}

async function startJobsWhenPossible(deps: WorkDeps, signal: AbortSignal): Promise<Jobs | undefined> {
  const { storage, syncer, log, clock } = deps;
  let jobs: Jobs | undefined;
  const start = async () => {
    jobs = await startJobs({
      boss: storage.open.boss,
      kind: storage.open.kind,
      jobs: [syncJob(syncer), forgetJob, syncer.proposer.job, ...deps.jobs],
      tasks: [lookTask(syncer), checkProposalsTask(syncer.proposer)],
      // Alone on its database a process asks nobody else.
      errands: storage.open.kind === 'postgres' ? errandsOf(syncer) : [],
      ctx: { db: storage.open.db, log, clock },
    });
  };
  await untilDone(start, { log, signal });
  return jobs;
}

function errandsOf(syncer: Syncer): Errand[] {
  return [
    registrationsErrand(syncer.registrations),
    confirmRemovalsErrand(syncer),
    proposeErrand(syncer.proposer.proposals),
    commitsErrand(syncer.commits),
  ];
}

/** False when stopped before it succeeded. Says once what is in the way. */
async function untilDone(work: () => Promise<void>, { log, signal }: { log: Log; signal: AbortSignal }): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await work();
      return true;
    } catch (error) {
      if (attempt === 0) log.warn({ err: error }, 'app.waiting-for-database');
      await sleep(againMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
  return false;
}
