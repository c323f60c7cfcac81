import type { JobCtx } from './define-job.ts';

/** Work that is done once, because somebody asked for it in a process that may not be able to do it. */
export interface Errand<Asked extends object = object, Done = unknown> {
  /** `slice.verb`; also the queue's name. */
  id: string;
  /** Input and output are JSON. A UserError reaches whoever asked; anything else is a bug and is logged where it happens. */
  run(ctx: JobCtx, asked: Asked): Promise<Done>;
}

/** What is sent back. */
export type ErrandOutput = { done: unknown } | { refused: { code: string; message: string; hint: string } };

/** An errand that nobody took up is forgotten; seconds. */
export const errandQueue = {
  policy: 'standard',
  retryLimit: 0,
  expireInSeconds: 120,
  retentionSeconds: 120,
  deleteAfterSeconds: 300,
} as const;
