import { median, type Figure, type Row } from './row.ts';
import { seededTypos } from './seeded-typos.ts';
import { serve, serveBareBolt, type Serving } from './serving.ts';

const warmUp = 500;
const rounds = 2_000;

/** `/whoowns` as a signed request, against a Bolt command that does nothing, turn by turn. */
export const whoowns: Row = {
  id: 'whoowns',
  async measure() {
    await using serving = await serve({ components: 5_000, every: '1h' });
    // Awaited here: what is served ends with this block.
    return await measureWhoowns(serving);
  },
};

export async function measureWhoowns(serving: Serving): Promise<Figure[]> {
  await using bare = await serveBareBolt();
  const ask = askers(serving, bare.client);
  for (let round = 0; round < warmUp; round++) for (const one of Object.values(ask)) await one(round);
  const callsBefore = serving.slack.calls.length;
  const times = { noop: [] as number[], exact: [] as number[], misspelt: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.noop.push(await ask.noop(round));
    times.exact.push(await ask.exact(round));
    times.misspelt.push(await ask.misspelt(round));
  }
  const calls = serving.slack.calls.length - callsBefore;
  const state = `${serving.state}; person known; keep-alive, turn by turn after ${warmUp} warm-up rounds`;
  return [
    against(times, { which: 'exact', bound: 2, state }),
    against(times, { which: 'misspelt', bound: 12, state }),
    { what: `Slack calls in ${2 * rounds} answers`, measured: String(calls), bound: '0', kept: calls === 0, state },
  ];
}

type Times = Record<'noop' | 'exact' | 'misspelt', number[]>;

function against(times: Times, { which, bound, state }: { which: 'exact' | 'misspelt'; bound: number; state: string }): Figure {
  const [ours, least] = [median(times[which]), median(times.noop)];
  return {
    what: `/whoowns, ${which}, ÷ a bare Bolt command`,
    measured: `${(ours / least).toFixed(2)} (${ours.toFixed(3)} ms ÷ ${least.toFixed(3)} ms, medians of ${rounds})`,
    bound: `≤ ${bound}`,
    kept: ours / least <= bound,
    state,
  };
}

/** Each asks for something else in each round and gives the milliseconds. */
function askers({ organisation, client }: Serving, bare: Serving['client']) {
  const names = organisation.plan.entities.filter(({ kind }) => kind === 'Component').map(({ name }) => name);
  const typos = seededTypos(organisation.plan, { seed: 11, count: 500 });
  const whoowns = async (text: string): Promise<number> => {
    const { ms, body } = await client.command('/whoowns', text);
    if (!body.includes('"blocks"')) throw new Error(`/whoowns ${text} was not answered in the acknowledgement: ${body.slice(0, 200)}`);
    return ms;
  };
  return {
    noop: async (round: number) => (await bare.command('/noop', names[round % names.length] ?? '')).ms,
    // A stride, so that neighbours in the files are not neighbours in time.
    exact: (round: number) => whoowns(names[(round * 37) % names.length] ?? ''),
    misspelt: (round: number) => whoowns(typos[round % typos.length]?.typed ?? ''),
  };
}
