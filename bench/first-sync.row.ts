import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { postgresState, startServer, type PostgresServer } from './postgres-server.ts';
import { runProduct } from './product.ts';
import { median, seconds, timed, type Figure, type Row } from './row.ts';
import { makeOrganisation, openWorkplace, type Organisation, type Workplace } from './workplace.ts';

/** `switchboard sync --once` from nothing, against the least that reading the same files can cost. */
export const firstSync: Row = { id: 'first-sync', measure: async () => [(await measure({ components: 2_000, runs: 5, bound: 4 })).figure] };

/** The same of a company's size, and how many entities a second that is. */
export const bigFirstSync: Row = {
  id: 'big-first-sync',
  async measure() {
    const { figure, ms, entities } = await measure({ components: 20_000, runs: 3, bound: 2.5 });
    const rate = entities / (ms / 1000);
    const what = `first sync of ${entities} entities, entities a second`;
    return [figure, { what, measured: `${Math.round(rate)}/s`, bound: '≥ 2900/s', kept: rate >= 2_900, state: figure.state }];
  },
};

interface Size {
  components: number;
  runs: number;
  bound: number;
}

async function measure({ components, runs, bound }: Size): Promise<{ figure: Figure; ms: number; entities: number }> {
  using workplace = openWorkplace();
  await using server = await startServer();
  const organisation = makeOrganisation(workplace, { components, every: '1h' });
  const baseline: number[] = [];
  const product: number[] = [];
  // The first pair only warms what stays warm: the files in the system's cache, the compiled code on disk.
  for (let run = 0; run <= runs; run++) {
    const least = await readOnly(organisation, workplace);
    const all = await syncFromNothing(organisation, { workplace, server });
    if (run === 0) continue;
    baseline.push(least);
    product.push(all);
  }
  const ratio = median(product) / median(baseline);
  const figure = {
    what: `first sync of ${components} components ÷ clone, ls-tree, cat-file and js-yaml alone`,
    measured: `${ratio.toFixed(2)} (${seconds(median(product))} ÷ ${seconds(median(baseline))}, medians of ${runs})`,
    bound: `≤ ${bound}`,
    kept: ratio <= bound,
    state: `${postgresState}, new migrated database, empty DATA_DIR and clone folder each run; new process each run; file and compile caches warm`,
  };
  return { figure, ms: median(product), entities: organisation.plan.entities.length };
}

async function syncFromNothing({ configFile, plan }: Organisation, at: { workplace: Workplace; server: PostgresServer }): Promise<number> {
  const variables = {
    DATABASE_URL: await at.server.emptyDatabase(),
    DATA_DIR: at.workplace.emptyFolder(),
    SWITCHBOARD_CONFIG: configFile,
    SWITCHBOARD_SECRET: 'a secret for measurements only',
  };
  await runProduct(['migrate'], variables);
  const { ms } = await timed(() => runProduct(['sync', '--once'], variables));
  const exported = (await runProduct(['export'], variables)).trim().split('\n').length;
  if (exported !== plan.entities.length) throw new Error(`${exported} entities arrived instead of ${plan.entities.length}.`);
  return ms;
}

async function readOnly({ folder, plan }: Organisation, workplace: Workplace): Promise<number> {
  const program = fileURLToPath(import.meta.resolve('./first-sync-baseline.ts'));
  const { ms, value } = await timed(() => run(program, pathToFileURL(folder).href, workplace.emptyFolder()));
  if (Number(value) !== plan.entities.length) throw new Error(`The baseline read ${value} documents instead of ${plan.entities.length}.`);
  return ms;
}

function run(program: string, ...args: string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? done(output) : fail(new Error(`${program} ended with ${String(code)}`))));
  });
}
