import type { Job, PgBoss } from 'pg-boss';
import { withRequestId } from '#core/request-id.ts';
import { UserError } from '#core/user-error.ts';
import { type Errand, type ErrandOutput, errandQueue } from './define-errand.ts';
import type { JobCtx } from './define-job.ts';

/** Does what others ask for, a few at a time. */
export async function startErrand(boss: PgBoss, errand: Errand, ctx: JobCtx): Promise<void> {
  await boss.createQueue(errand.id, errandQueue);
  const how = { pollingIntervalSeconds: 0.5, localConcurrency: 2 };
  await boss.work<object>(errand.id, how, async ([item]: Job<object>[]) =>
    item ? withRequestId(ctx.clock, () => runErrand(errand, ctx, item.data)) : undefined,
  );
}

async function runErrand(errand: Errand, ctx: JobCtx, asked: object): Promise<ErrandOutput> {
  try {
    return { done: await errand.run(ctx, asked) };
  } catch (error) {
    if (error instanceof UserError) return { refused: { code: error.code, message: error.message, hint: error.hint } };
    ctx.log.error({ err: error }, errand.id);
    throw error;
  }
}
