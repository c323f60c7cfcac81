import { type Figure, median, type Row } from './row.ts';
import { serve, serveBareBolt, type Serving } from './serving.ts';

const warmUp = 300;
const rounds = 1_000;
const impacts = 60;

/** `/deps` of a company's components against a Bolt command that does nothing, and the impact of what most of them need. */
export const deps: Row = {
  id: 'deps',
  async measure() {
    await using serving = await serve({ components: 20_000, every: '1h' });
    // Awaited here: what is served ends with this block.
    return await measureDeps(serving);
  },
};

async function measureDeps(serving: Serving): Promise<Figure[]> {
  await using bare = await serveBareBolt();
  const names = serving.organisation.plan.entities.filter(({ kind }) => kind === 'Component').map(({ name }) => name);
  const times = { noop: [] as number[], card: [] as number[] };
  for (let round = -warmUp; round < rounds; round++) {
    // A stride, so that neighbours in the files are not neighbours in time.
    const name = names[((round + warmUp) * 37) % names.length] ?? '';
    const noop = (await bare.client.command('/noop', name)).ms;
    const card = await answered(serving, '/deps', `component:${name}`);
    if (round < 0) continue;
    times.noop.push(noop);
    times.card.push(card);
  }
  const hub = mostNeeded(serving);
  const impact: number[] = [];
  for (let round = 0; round <= impacts; round++) {
    const ms = await answered(serving, '/catalog', `impact component:${hub}`);
    if (round > 0) impact.push(ms);
  }
  const [ours, least, whole] = [median(times.card), median(times.noop), median(impact)];
  const state = `${serving.state}; person known; keep-alive, one after the other, warm`;
  return [
    {
      what: '/deps card ÷ a bare Bolt command',
      measured: `${(ours / least).toFixed(2)} (${ours.toFixed(3)} ms ÷ ${least.toFixed(3)} ms, medians of ${rounds})`,
      bound: '≤ 3',
      kept: ours / least <= 3,
      state,
    },
    {
      what: 'impact of the most depended-on of 20,000 components, request → card',
      measured: `${whole.toFixed(1)} ms (median of ${impacts}, worst ${Math.max(...impact).toFixed(1)} ms)`,
      bound: '≤ 25 ms',
      kept: whole <= 25,
      state,
    },
  ];
}

async function answered({ client }: Serving, command: string, text: string): Promise<number> {
  const { ms, body } = await client.command(command, text);
  if (!body.includes('"blocks"')) throw new Error(`${command} ${text} was not answered in the acknowledgement: ${body.slice(0, 200)}`);
  return ms;
}

/** By how many files name it. */
function mostNeeded({ organisation }: Serving): string {
  const counts = new Map<string, number>();
  for (const [path, content] of organisation.plan.files) {
    if (!/^components\/[^/]+\/catalog-info\.yaml$/.test(path)) continue;
    for (const [, name = ''] of content.matchAll(/\bcomponent:([\w.-]+)/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])[0];
}
