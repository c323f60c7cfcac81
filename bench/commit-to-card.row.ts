import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commitOrganisation, writeOrganisation } from './generate-organisation.ts';
import { median, seconds, type Figure, type Row } from './row.ts';
import { serve, type Serving } from './serving.ts';

const components = 2_000;
const runs = 7;

/** From the end of `git commit` of one changed file to the card that shows the change. */
export const commitToCard: Row = { id: 'commit-to-card', measure };

async function measure(): Promise<Figure[]> {
  await using serving = await serve({ components, every: '1s' });
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await once(serving, run));
  const worst = Math.max(...times);
  return [
    {
      what: `one changed file of ${components}: commit → card`,
      measured: `${seconds(median(times))} median, ${seconds(worst)} worst of ${runs}`,
      bound: '≤ 3 s',
      kept: worst <= 3_000,
      state: `${serving.state}; every: 1s`,
    },
  ];
}

/** Gives one component another owner, in a commit at no particular moment of the polling. */
async function once({ organisation, client }: Serving, run: number): Promise<number> {
  const name = organisation.plan.entities[run * 101]?.name ?? '';
  const owners = organisation.plan.entities.filter(({ kind }) => kind === 'Group');
  const path = `components/${name}/catalog-info.yaml`;
  const before = readFileSync(join(organisation.folder, path), 'utf8');
  const owner = owners.find((group) => !before.includes(group.name)) ?? { name: '', title: '' };
  await pause(300 * run);
  writeOrganisation(organisation.folder, { files: new Map([[path, before.replaceAll(/^ {2}owner: .*$/gm, `  owner: ${owner.name}`)]]) });
  commitOrganisation(organisation.folder, `Hand ${name} over`);
  const started = performance.now();
  const headline = new RegExp(`"text":"[^"]*${name}[^"]*owned by[^"]*${owner.title ?? owner.name}`, 'i');
  while (performance.now() - started < 30_000) {
    const { body } = await client.command('/whoowns', name);
    if (headline.test(plainText(body))) return performance.now() - started;
    await pause(10);
  }
  throw new Error(`${name} never got its new owner ${owner.name} on its card.`);
}

/** Without what only formats: the headline's names may be bold or links. */
const plainText = (body: string): string => body.replace(/[*\u2060]/g, '').replace(/<[^|>]*\|([^>]*)>/g, '$1');
