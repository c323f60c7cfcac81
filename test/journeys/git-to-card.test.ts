import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runProduct } from '../../bench/product.ts';
import { ownPostgresDatabase } from '../support/databases.ts';
import { gitRepository } from '../support/git-repository.ts';
import { configFile, type Journey, ownFolder, startJourney } from '../support/product.ts';
import { ourTeam } from '../support/test-slack.ts';

const component = (name: string, owner = 'crew', more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: ${name}}\nspec: {type: service, lifecycle: production, owner: ${owner}${more}}\n`;
const team = (name: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: ${name}}\nspec: {type: team, children: []}\n`;
const secret = 'a-secret-of-the-tests';

async function said(journey: Journey, name: string): Promise<string> {
  return String((await journey.command('/whoowns', name)).json['text']);
}

async function until(journey: Journey, name: string, pattern: RegExp, ms = 3000): Promise<string> {
  const end = Date.now() + ms;
  for (let text = ''; ; await sleep(50)) {
    text = await said(journey, name);
    if (pattern.test(text)) return text;
    if (Date.now() > end) throw new Error(`${name} still says: ${text}`);
  }
}

test('two replicas on one Postgres: each commit is on both cards within three seconds', async () => {
  const repository = gitRepository();
  const first = repository.commit({
    'a/catalog-info.yaml': component('alpha-api'),
    'b/catalog-info.yaml': component('beta-api'),
    'org/catalog-info.yaml': `${team('crew')}---\n${team('band')}`,
  });
  const yaml = configFile(`catalog:\n  sources:\n    - { type: git, name: main, url: '${repository.path}', authority: true, every: 1s }\n`);
  const DATA_DIR = ownFolder();
  const shared = { DATABASE_URL: await ownPostgresDatabase(), SWITCHBOARD_SECRET: secret, SWITCHBOARD_CONFIG: yaml, DATA_DIR };
  const left = await startJourney(shared, 4);
  const right = await startJourney(shared, 4);
  expect(readdirSync(DATA_DIR)).toContain('replica-2');

  expect(await said(left, 'alpha-api')).toBe('alpha-api is owned by crew.');
  expect(JSON.stringify((await left.command('/whoowns', 'alpha-api')).json)).toContain(first.slice(0, 7));

  // A broken neighbour, another owner, a new file, a file that moves.
  repository.commit({
    'a/catalog-info.yaml': component('alpha-api', 'band'),
    'b/catalog-info.yaml': null,
    'moved/here/catalog-info.yaml': component('beta-api'),
    'c/catalog-info.yaml': `${component('gamma-api')}---\nkind: Component\nmetadata: [broken\n`,
  });
  await until(left, 'alpha-api', /owned by band/);
  await until(right, 'alpha-api', /owned by band/, 1000);
  expect(await said(right, 'beta-api')).toBe('beta-api is owned by crew.');
  expect(await said(right, 'gamma-api')).toBe('gamma-api is owned by crew.');

  // Removed by Dana in a commit that can be named; the other replica knows it too.
  const gone = repository.commit({ 'c/catalog-info.yaml': null }, 'Dana');
  await until(left, 'gamma-api', new RegExp(`was removed .* in ${gone.slice(0, 7)} by Dana`));
  await until(right, 'gamma-api', /by Dana/, 1500);

  // History is rewritten: what the head says counts.
  repository.git('reset', '--quiet', '--hard', first);
  await until(right, 'alpha-api', /owned by crew/);
});

test('with nothing configured and nothing running, the first question is answered as README shows it', async () => {
  const answer = await runProduct(['ask', '/whoowns payments'], { DATA_DIR: ownFolder() });
  expect(answer).toMatch(/^payments-api is owned by Team Payments\.\n.*confirmed\n/s);
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(answer.replace(/synced \d+ s ago/, 'synced 0 s ago').trim());
});

test('a removal of many is held back until exactly it is confirmed; updates go on', async () => {
  const repository = gitRepository();
  const names = Array.from({ length: 40 }, (_, i) => `thing-${String.fromCharCode(97 + (i % 26))}${i}`);
  repository.commit({
    ...Object.fromEntries(names.map((name) => [`${name}/catalog-info.yaml`, component(name)])),
    'catalog-info.yaml': team('crew'),
  });
  const yaml = configFile(`catalog:\n  sources:\n    - { type: git, name: main, url: '${repository.path}', authority: true }\n`);
  const database = { DATABASE_URL: await ownPostgresDatabase(), SWITCHBOARD_SECRET: secret };
  const variables = { ...database, DATA_DIR: ownFolder(), SWITCHBOARD_CONFIG: yaml };
  const run = (...args: string[]) => runProduct(args, variables);
  expect(await run('sync', '--once')).toContain('41 added');

  repository.commit({
    ...Object.fromEntries(names.slice(0, 30).map((name) => [`${name}/catalog-info.yaml`, null])),
    [`${names[39]}/catalog-info.yaml`]: component(names[39] ?? '', 'ghosts'),
  });
  expect(await run('sync', '--once')).toContain('30 removals are held back');
  expect(await run('ask', `/whoowns ${names[39]}`)).toContain('ghosts');
  expect(await run('ask', `/whoowns ${names[0]}`)).toContain('is owned by crew');
  expect(await run('status')).toContain(`component:default/${names[0]}`);

  // It grew since it was shown: held anew, nothing removed.
  repository.commit({ [`${names[31]}/catalog-info.yaml`]: null });
  expect(await run('sync', '--confirm')).toContain('31 removals are held back');
  expect(await run('sync', '--confirm')).toContain('31 removed');
  expect(await run('ask', `/whoowns ${names[0]}`)).toContain('was removed');
});

test('the sources are told apart: who may define teams, and who may see', async () => {
  const open = ownFolder();
  const closed = ownFolder();
  writeFileSync(join(open, 'catalog-info.yaml'), `${component('open-api')}---\n${team('intruders')}`);
  const person = `apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ana}\nspec: {memberOf: [crew], profile: {email: ana@acme.test}}\n`;
  writeFileSync(join(closed, 'catalog-info.yaml'), `${component('closed-api')}---\n${team('crew')}---\n${person}`);
  const SWITCHBOARD_CONFIG = configFile(
    `catalog:\n  sources:\n    - { type: folder, name: open, path: '${open}' }\n    - { type: folder, name: closed, path: '${closed}', authority: true, visibleTo: [crew] }\n`,
  );
  const { command } = await startJourney({ SWITCHBOARD_CONFIG }, 4, async (slack) => {
    slack.users.set('U0ANA', { id: 'U0ANA', team_id: ourTeam, name: 'ana', profile: { email: 'ana@acme.test' } });
    slack.users.set('U0BEN', { id: 'U0BEN', team_id: ourTeam, name: 'ben', profile: { email: 'ben@acme.test' } });
  });
  expect((await command('/whoowns', 'closed-api', { user: 'U0ANA' })).json['text']).toBe('closed-api is owned by crew.');
  const ben = await command('/whoowns', 'closed-api', { user: 'U0BEN' });
  expect(ben.json['text']).toContain('Nothing in the catalog is called');
  expect(JSON.stringify((await command('/whoowns', 'open-api', { user: 'U0BEN' })).json)).not.toContain('closed');
  expect((await command('/whoowns', 'intruders')).json['text']).toContain('Nothing in the catalog is called');
});

test('a source that cannot be read does not keep the others from being read, and scripts notice', async () => {
  const here = ownFolder();
  writeFileSync(join(here, 'catalog-info.yaml'), `${component('near-api')}---\n${team('crew')}`);
  const SWITCHBOARD_CONFIG = configFile(
    `catalog:\n  sources:\n    - { type: folder, name: nowhere, path: '${here}/nowhere' }\n    - { type: folder, name: here, path: '${here}', authority: true }\n`,
  );
  const DATABASE_URL = await ownPostgresDatabase();
  const run = (...args: string[]) =>
    runProduct(args, { DATA_DIR: ownFolder(), DATABASE_URL, SWITCHBOARD_SECRET: secret, SWITCHBOARD_CONFIG });
  await expect(run('sync', '--once')).rejects.toThrow(/ended with 1:[^]*2 added[^]*Could not be read: nowhere\./);
  expect(await run('ask', '/whoowns near-api')).toContain('near-api is owned by crew.');
});
