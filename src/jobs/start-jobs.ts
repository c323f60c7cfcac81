import type { Db as BossDb, Job, PgBoss } from 'pg-boss';
import { schemaRefused } from '#db/schema-refused.ts';
import { withRequestId } from '#core/request-id.ts';
import { createBoss } from './create-boss.ts';
import type { Errand } from './define-errand.ts';
import type { JobCtx, RepeatedJob } from './define-job.ts';
import { type Task, taskQueue } from './define-task.ts';
import { startErrand } from './start-errand.ts';

export interface Jobs {
  /** Lets running jobs end for at most `timeoutMs`, after telling them to. */
  stop(timeoutMs: number): Promise<void>;
}

export interface JobsOptions {
  boss: BossDb;
  kind: 'postgres' | 'pglite';
  jobs: readonly RepeatedJob[];
  tasks?: readonly Task[];
  errands?: readonly Errand[];
  ctx: JobCtx;
}

/** Seconds. A dead worker is noticed soon after this, and its job queued again by `ensure`. */
const heartbeat = 20;
const ensureMs = 20_000;

/**
 * Starts working. pg-boss's cron knows minutes at best, so each run queues the next one of its key itself
 * (`startAfter`); `ensure` queues what is missing after a crash. Rejects while the database is away.
 */
export async function startJobs({ boss: db, kind, jobs, tasks = [], errands = [], ctx }: JobsOptions): Promise<Jobs> {
  const boss = createBoss({ boss: db, kind, supervise: true });
  // Without a listener an error event would end the process; the database being away is one.
  boss.on('error', quiet(ctx));
  await boss.start().catch((error: unknown) => Promise.reject(schemaRefused(error)));
  const stopping = new AbortController();
  for (const job of jobs) await startJob(boss, job, ctx, stopping.signal);
  for (const task of tasks) await startTask(boss, task, ctx, stopping.signal);
  for (const errand of errands) await startErrand(boss, errand, ctx);
  await bringForward(db, jobs);
  const ensure = () => ensureQueued(boss, jobs).catch(quiet(ctx));
  await ensure();
  // By itself it looks after the dead only when it has lived for an interval, which processes in trouble do not.
  void boss.supervise().catch(quiet(ctx));
  const timer = setInterval(() => void ensure(), ensureMs).unref();
  return {
    stop: async (timeoutMs) => {
      clearInterval(timer);
      stopping.abort();
      await boss.stop({ graceful: true, close: false, timeout: timeoutMs });
    },
  };
}

async function startJob(boss: PgBoss, job: RepeatedJob, ctx: JobCtx, signal: AbortSignal): Promise<void> {
  // `stately`: one waiting and one active job for each key.
  await boss.createQueue(job.id, {
    policy: 'stately',
    heartbeatSeconds: heartbeat,
    retryLimit: 0,
    expireInSeconds: 3600,
    deleteAfterSeconds: 600,
  });
  await boss.work<{ key: string }>(job.id, { pollingIntervalSeconds: 0.5, localConcurrency: 2 }, async ([item]: Job<{ key: string }>[]) => {
    if (!item || !job.keys().includes(item.data.key)) return;
    const wait = await withRequestId(ctx.clock, () => runOnce(job, ctx, item.data.key, signal));
    if (!signal.aborted) await queue(boss, job.id, item.data.key, wait);
  });
}

async function startTask(boss: PgBoss, task: Task, ctx: JobCtx, signal: AbortSignal): Promise<void> {
  await boss.createQueue(task.id, taskQueue);
  await boss.work<{ key: string }>(task.id, { pollingIntervalSeconds: 0.5, batchSize: task.together }, async (items) => {
    const keys = [...new Set(items.map(({ data }) => data.key))];
    await withRequestId(ctx.clock, () => runTask(task, ctx, keys, signal));
  });
}

async function runTask(task: Task, ctx: JobCtx, keys: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await task.run(ctx, keys, signal);
  } catch (error) {
    if (!signal.aborted) ctx.log.error({ err: error, keys }, task.id);
    throw error;
  }
}

async function runOnce(job: RepeatedJob, ctx: JobCtx, key: string, signal: AbortSignal): Promise<number> {
  try {
    return await job.run(ctx, key, signal);
  } catch (error) {
    if (!signal.aborted) ctx.log.error({ err: error, key }, job.id);
    return job.retryMs;
  }
}

async function ensureQueued(boss: PgBoss, jobs: readonly RepeatedJob[]): Promise<void> {
  for (const job of jobs) for (const key of job.keys()) await queue(boss, job.id, key, 0);
}

/** What waits as long as the configuration of before said: a day, when it is a minute now; or for a host that refused its token. */
async function bringForward(db: BossDb, jobs: readonly RepeatedJob[]): Promise<void> {
  for (const job of jobs) {
    const most = job.keys().flatMap((key) => (job.mostMs ? [{ key, ms: job.mostMs(key) }] : []));
    if (most.length === 0) continue;
    await db.executeSql(
      `update pgboss.job j set start_after = now() from json_to_recordset($2::json) as most(key text, ms float8)
       where j.name = $1 and j.singleton_key = most.key and j.state = 'created' and j.start_after > now() + most.ms * interval '1 ms'`,
      [job.id, JSON.stringify(most)],
    );
  }
}

/** Does nothing when the key is waiting already. */
async function queue(boss: PgBoss, id: string, key: string, waitMs: number): Promise<void> {
  await boss.send(id, { key }, { singletonKey: key, startAfter: new Date(Date.now() + waitMs) });
}

/** The same trouble once a minute: polls fail twice a second while the database is away. */
function quiet(ctx: JobCtx): (error: unknown) => void {
  let last = 0;
  return (error) => {
    const now = ctx.clock.now().getTime();
    if (now - last < 60_000) return;
    last = now;
    ctx.log.warn({ err: error }, 'jobs.trouble');
  };
}
