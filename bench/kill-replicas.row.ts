import { killReplicas } from '../test/support/kill-drill/kill-replicas.ts';
import { postgresState, startServer } from './postgres-server.ts';
import { type Figure, type Row, seconds, timed } from './row.ts';

const kills = 30;
const seed = 30;
/** A dead process is noticed by its heart, which beats every 20 s; then its job is queued again. */
const takeoverMs = 90_000;

/** `kill -9` on one of two replicas, again and again, while what they read changes: what is lost, and how long nobody goes on. */
export const killed: Row = { id: 'kill-replicas', measure };

async function measure(): Promise<Figure[]> {
  await using server = await startServer();
  const { ms, value } = await timed(async () => killReplicas({ seed, kills, database: await server.emptyDatabase() }));
  const { wrong, looks, others, takeovers, caughtUp, entities } = value;
  const sorted = takeovers.toSorted((a, b) => a - b);
  const worst = Math.max(caughtUp, sorted.at(-1) ?? Infinity);
  const what = `kill -9 at ${kills} moments, two replicas`;
  const state = `${entities} entities of a Git repository and an organisation, ${postgresState}; started again at once; ${seconds(ms)}`;
  for (const one of wrong) console.error(one);
  return [
    {
      what: `${what}: entities lost, half written or another, holes in the feed`,
      measured: `${wrong.length + others}, looked at ${looks} times`,
      bound: '0',
      kept: wrong.length + others === 0,
      state,
    },
    {
      what: `${what}: until every source was read again`,
      measured: `worst ${seconds(worst)}, median ${seconds(sorted[sorted.length >> 1] ?? Infinity)}`,
      bound: '≤ 90 s',
      kept: worst <= takeoverMs && takeovers.length === kills,
      state,
    },
  ];
}
