import { expect, onTestFinished, test } from 'vitest';
import { startProduct } from '../../bench/product.ts';
import { checkMessage } from '../support/check-blocks.ts';
import { ownPostgresDatabase } from '../support/databases.ts';
import { writeFiles } from '../support/git-repository.ts';
import { configFile, type Journey, ownFolder, startJourney } from '../support/product.ts';
import { component } from '../support/source-world.ts';

/** What the command says in the end, wherever Slack shows it. */
async function ask({ command, fake }: Journey, text: string): Promise<string> {
  const before = fake.of('response_url').length;
  const { json } = await command('/catalog', text);
  const busy = typeof json['text'] !== 'string' || json['text'].endsWith(' …');
  const said = busy ? (await fake.next('response_url', before)).args : json;
  expect(checkMessage(said)).toEqual([]);
  return JSON.stringify(said['blocks']);
}

test('a process that only answers has sources and repositories read by one that works', async () => {
  const org = ownFolder();
  writeFiles(org, { 'catalog-info.yaml': component('shop') });
  const shared = {
    DATABASE_URL: await ownPostgresDatabase(),
    SWITCHBOARD_SECRET: 'a-secret-of-the-tests',
    SWITCHBOARD_CONFIG: configFile(
      `catalog:\n  sources:\n    - {type: folder, name: org, path: '${org}', every: 1h}\n  hosts: [git.nowhere.invalid]\npermissions: {register: everyone}\n`,
    ),
  };
  const worker = await startProduct({ ...shared, DATA_DIR: ownFolder(), ROLE: 'work' }, 1);
  onTestFinished(() => worker.stop());
  const desk = await startJourney({ ...shared, ROLE: 'answer' });

  // On a busy machine the first question comes before Slack has said who asks.
  await expect.poll(() => ask(desk, 'refresh nothing-of-that-name'), { timeout: 10_000 }).toContain('Nothing in the catalog');
  writeFiles(org, { 'catalog-info.yaml': `${component('shop')}---\n${component('till')}` });
  expect(await ask(desk, 'refresh shop')).toContain('*org*: 1 added.');
  expect((await desk.command('/whoowns', 'till')).json['text']).toContain('till');
  // Its name server knows nothing of that host: a sentence of ours, all the way back.
  expect(await ask(desk, 'register https://git.nowhere.invalid/acme/shop')).toContain('git.nowhere.invalid could not be resolved');
  expect(await ask(desk, 'unregister')).toContain('Nothing is registered.');
});
