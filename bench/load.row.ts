import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, type Row } from './row.ts';
import { serve, type Serving } from './serving.ts';

const components = 1_000;
const warmUp = 1_000;
const perSecond = 200;
const forSeconds = 60;

/** `/whoowns` at a fixed pace, whether or not the answers keep up, against one process. */
export const load: Row = { id: 'load', measure };

async function measure(): Promise<Figure[]> {
  await using serving = await serve({ components, every: '1h' });
  const ask = asker(serving);
  for (let n = 0; n < warmUp; n++) await ask(n);
  const { times, errors } = await atPace(ask);
  const sorted = times.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
  const [p50, p99, worst] = [percentile(0.5), percentile(0.99), percentile(1)];
  const state = `${serving.state}; person known; ${perSecond} requests a second for ${forSeconds} s, sent from another process`;
  const what = `/whoowns, ${perSecond} a second for ${forSeconds} s`;
  return [
    { what: `${what}: errors`, measured: `${errors} of ${times.length + errors}`, bound: '0', kept: errors === 0, state },
    {
      what: `${what}: p99`,
      measured: `${p99.toFixed(1)} ms (median ${p50.toFixed(1)} ms, worst ${worst.toFixed(1)} ms)`,
      bound: '≤ 50 ms',
      kept: p99 <= 50,
      state,
    },
  ];
}

/** Sends each request at its time, however late the answers are; counts from the time at which it was due. */
async function atPace(ask: (n: number) => Promise<void>): Promise<{ times: number[]; errors: number }> {
  const times: number[] = [];
  let errors = 0;
  const asked: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < perSecond * forSeconds; n++) {
    const due = started + (n * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    asked.push(
      ask(n).then(
        () => void times.push(performance.now() - due),
        () => void (errors += 1),
      ),
    );
  }
  await Promise.all(asked);
  return { times, errors };
}

function asker({ organisation, client }: Serving): (n: number) => Promise<void> {
  const names = organisation.plan.entities.filter(({ kind }) => kind === 'Component').map(({ name }) => name);
  return async (n) => {
    const { body } = await client.command('/whoowns', names[(n * 37) % names.length] ?? '');
    if (!body.includes('"blocks"')) throw new Error('It was not answered in the acknowledgement.');
  };
}
