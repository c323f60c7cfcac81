import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDataDir } from '#http/control-socket.ts';
import { commitOrganisation, writeOrganisation } from './generate-organisation.ts';
import type { LoopDelays } from './loop-delay.ts';
import { median, seconds, timed, type Figure, type Row } from './row.ts';
import { serve, type Serving } from './serving.ts';
import { measureWhoowns } from './whoowns.row.ts';
import { openWorkplace } from './workplace.ts';

const changes = 9;

/** One process that reads, holds and serves a company's catalog: what that takes, and what a change in it costs. */
export const bigServing: Row = {
  id: 'big-serving',
  async measure() {
    using workplace = openWorkplace();
    const delays = join(workplace.emptyFolder(), 'loop.json');
    await using big = await serve({ components: 20_000, every: '1h', delays });
    const figures = await footprint(big, delays);
    {
      await using small = await serve({ components: 1_000, every: '1h' });
      figures.push(await changeCost(big, small));
    }
    return [...figures, ...(await measureWhoowns(big))];
  },
};

async function footprint({ pid, organisation, state }: Serving, delays: string): Promise<Figure[]> {
  // The last look is written within half a second, and what the load leaves behind belongs to it.
  await pause(1_000);
  const { p99, max } = JSON.parse(readFileSync(delays, 'utf8')) as LoopDelays;
  const [, peak = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const megabytes = (Number(peak) * 1024) / 1e6;
  const what = `first sync and load of ${organisation.plan.entities.length} entities`;
  const late = (ms: number) => `${ms.toFixed(0)} ms`;
  return [
    { what: `${what}: peak resident memory`, measured: `${megabytes.toFixed(0)} MB`, bound: '≤ 600 MB', kept: megabytes <= 600, state },
    { what: `${what}: event-loop delay, p99`, measured: late(p99), bound: '≤ 50 ms', kept: p99 <= 50, state },
    { what: `${what}: event-loop delay, longest`, measured: late(max), bound: '≤ 250 ms', kept: max <= 250, state },
  ];
}

/** Turn by turn; each is told to look at once, so that no waiting for the next poll is counted. */
async function changeCost(big: Serving, small: Serving): Promise<Figure> {
  const times = { big: [] as number[], small: [] as number[] };
  for (let run = 0; run <= changes; run++) {
    const [one, other] = [await change(big, run), await change(small, run)];
    // The first change finds nothing of the last state in memory.
    if (run === 0) continue;
    times.big.push(one);
    times.small.push(other);
  }
  const [ours, least] = [median(times.big), median(times.small)];
  const sizes = [big, small].map(({ organisation }) => organisation.plan.entities.length);
  return {
    what: `one file changed, commit → directory: at ${sizes.join(' ÷ at ')} entities`,
    measured: `${(ours / least).toFixed(2)} (${seconds(ours)} ÷ ${seconds(least)}, medians of ${changes})`,
    bound: '≤ 1.5',
    kept: ours / least <= 1.5,
    state: `${big.state}; told to look at once`,
  };
}

/** Milliseconds from the end of the commit until the directory has it. */
async function change({ organisation, folder, client }: Serving, run: number): Promise<number> {
  const name = organisation.plan.entities[run * 97]?.name ?? '';
  const path = `components/${name}/catalog-info.yaml`;
  const before = readFileSync(join(organisation.folder, path), 'utf8');
  const title = `Changed In Run ${run}`;
  writeOrganisation(organisation.folder, { files: new Map([[path, before.replace(/^ {2}title: .*$/m, `  title: ${title}`)]]) });
  commitOrganisation(organisation.folder, `Call ${name} otherwise`);
  const { ms } = await timed(() => lookNow(folder));
  const { body } = await client.command('/whoowns', name);
  if (!body.includes(title)) throw new Error(`The directory does not have the new title of ${name}: ${body.slice(0, 300)}`);
  return ms;
}

/** As `switchboard sync` asks the process that serves, which answers when its directory has what it read. */
async function lookNow(folder: string): Promise<void> {
  const dir = await openDataDir(folder);
  if (dir.held) throw new Error('Nothing serves from this folder.');
  for await (const line of dir.call('sync', {})) if (!line.includes('changed')) throw new Error(line);
}
