import { runProduct, startProduct } from './product.ts';
import { seconds, timed, median, type Figure, type Row } from './row.ts';
import { openWorkplace } from './workplace.ts';

const runs = 3;
/** The example organisation has about sixty; fewer mean that it is not read yet. */
const enough = 50;

/** From `npm start` with nothing configured to the first answer on the terminal, and the same again later. */
export const firstAnswer: Row = { id: 'first-answer', measure };

async function measure(): Promise<Figure[]> {
  using workplace = openWorkplace();
  const fresh: number[] = [];
  const again: number[] = [];
  for (let run = 0; run < runs; run++) {
    const DATA_DIR = workplace.emptyFolder();
    // After a fresh install there is no compiled code on disk yet.
    fresh.push(await startToAnswer({ DATA_DIR, NODE_DISABLE_COMPILE_CACHE: '1' }));
    again.push(await startToAnswer({ DATA_DIR }));
  }
  const figure = (what: string, times: number[], rest: { bound: number; state: string }): Figure => ({
    what,
    measured: `${seconds(median(times))} (median of ${runs})`,
    bound: `≤ ${rest.bound} s`,
    kept: median(times) <= rest.bound * 1000,
    state: rest.state,
  });
  return [
    figure('start → first answer, example organisation', fresh, {
      bound: 10,
      state: 'PGlite, empty DATA_DIR; new processes; compile cache off; installed files warm in the system cache',
    }),
    figure('warm restart → first answer', again, { bound: 3, state: 'PGlite and snapshot in DATA_DIR; new processes; compile cache on' }),
  ];
}

async function startToAnswer(variables: Record<string, string>): Promise<number> {
  const whole = { SWITCHBOARD_CONFIG: '', ...variables };
  const started = performance.now();
  const product = await startProduct(whole, enough);
  try {
    const { value } = await timed(() => runProduct(['ask', '/whoowns payments'], whole));
    if (!value.includes('Team Payments')) throw new Error(`Not the answer that was expected:\n${value}`);
    return performance.now() - started;
  } finally {
    await product.stop();
  }
}
