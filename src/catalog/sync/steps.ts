import { setImmediate } from 'node:timers/promises';

/** Pure work that can be left between two steps and gone on with later. */
export type Steps<Result> = Generator<undefined, Result>;

/** Does all of it in one go. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does it a little at a time; answers to people go in between. */
export async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}

const sliceMs = 15;
