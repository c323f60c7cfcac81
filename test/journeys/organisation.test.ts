import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { runProduct } from '../../bench/product.ts';
import { ownPostgresDatabase } from '../support/databases.ts';
import { openGitHubWorld } from '../support/github/world.ts';
import { configFile, ownFolder, startJourney } from '../support/product.ts';
import { apiWith, component } from '../support/source-world.ts';

const yaml = `
catalog:
  sources:
    - { type: github, organization: acme, name: acme, authority: true, filters: { repository: '[a-z-]+' } }
`;
const path = 'catalog-info.yaml';

test('an organisation on GitHub: its repositories, through the API and through git, its teams, and what is wrong with them', async () => {
  const acme = await openGitHubWorld();
  onTestFinished(() => acme.close());
  const shop = acme.repository('shop', { files: { [path]: component('shop').replace('team-a', 'payments') } });
  const api = acme.repository('pay', { git: true, files: { [path]: apiWith('pay', './api.yaml'), 'api.yaml': 'openapi: 3.1.0' } });
  acme.repository('docs', { files: { 'readme.md': 'Hello.' } });
  acme.repository('shop-2024', { files: { [path]: component('not-matching') } });
  acme.team('payments', { name: 'Team Payments', members: ['bo'] });
  acme.member('bo', { name: 'Bo Hansen', email: 'bo@acme.example' });
  const DATABASE_URL = await ownPostgresDatabase();
  const DATA_DIR = ownFolder();
  const run = (...args: string[]) =>
    runProduct(args, {
      DATA_DIR,
      DATABASE_URL,
      SWITCHBOARD_SECRET: 'a-secret-of-the-tests',
      SWITCHBOARD_CONFIG: configFile(yaml),
      GITHUB_API_URL: acme.apiUrl,
      GITHUB_APP_ID: acme.app.appId,
      GITHUB_APP_PRIVATE_KEY: acme.app.privateKey.replaceAll('\n', '\\n'),
    });

  const first = await run('sync', '--once');
  expect(first).toContain('acme: 2 added\n');
  expect(first).toMatch(/acme\/shop @ [\da-f]{7}: 1 added/);
  expect(first).toMatch(/acme\/pay @ [\da-f]{7}: 1 added/);
  expect(await run('ask', '/whoowns shop')).toContain('shop is owned by Team Payments.');
  expect(JSON.stringify(await run('ask', '/whoowns payments', '--json'))).toContain(
    `<${acme.url}/orgs/acme/teams/payments|teams/payments>`,
  );

  shop.rename('till');
  api.push({ 'api.yaml': 'openapi: 3.0.0' });
  acme.spent();
  const second = await run('sync', '--once');
  expect(second).toContain('acme: nothing new');
  expect(second).toMatch(/acme\/pay @ [\da-f]{7}: 1 changed/);
  expect(second).toContain('acme/till');
  expect(acme.spent().git).toBeGreaterThan(0);
  expect(await run('status')).toContain('  3 repositories, 2 with a catalog file: 2 entities, 0 errors, 0 warnings');

  acme.faults.push({ kind: 'single-sign-on' });
  await expect(run('sync', '--once')).rejects.toThrow(/acme: could not be read \(refused\)/);
});

test('a push is on the card a moment after GitHub tells of it, and public pages name no repository', async () => {
  const acme = await openGitHubWorld();
  onTestFinished(() => acme.close());
  const shop = acme.repository('till', { files: { [path]: component('shop') } });
  const secret = 'between us and GitHub';
  const { product, command } = await startJourney({
    DATABASE_URL: await ownPostgresDatabase(),
    SWITCHBOARD_SECRET: 'a-secret-of-the-tests',
    DATA_DIR: ownFolder(),
    SWITCHBOARD_CONFIG: configFile(yaml.replace('authority: true, ', '')),
    GITHUB_API_URL: acme.apiUrl,
    GITHUB_TOKEN: acme.personalToken(),
    GITHUB_WEBHOOK_SECRET: secret,
  });
  const said = async () => String((await command('/whoowns', 'shop')).json['text']);
  expect(await said()).toContain('team-a');
  acme.spent();

  shop.push({ [path]: component('shop').replace('team-a', 'team-b') });
  const repository = {
    name: 'till',
    full_name: 'acme/till',
    html_url: `${acme.url}/acme/till`,
    owner: { login: 'acme' },
    default_branch: 'main',
  };
  const body = JSON.stringify({ ref: 'refs/heads/main', repository });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-hub-signature-256': signature };
  const taken = await fetch(`${product.url}/github/webhooks`, { method: 'POST', body, headers });
  expect(taken.status).toBe(202);
  const end = Date.now() + 3_000;
  while (!(await said()).includes('team-b')) {
    if (Date.now() > end) throw new Error(`The card still says: ${await said()}`);
    await sleep(50);
  }
  // The repository and its file, and not the list of all.
  expect(acme.spent()).toEqual({ graphql: 2, rest: 0, git: 0 });
  const ready = await (await fetch(`${product.url}/readyz`)).text();
  expect(ready).toContain('"acme"');
  expect(ready).not.toContain('till');
});
