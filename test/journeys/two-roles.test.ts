import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, test, vi } from 'vitest';
import { freePort, runProduct } from '../../bench/product.ts';
import { startPostgres } from '../support/embedded-postgres.ts';
import { configFile, ownFolder, projectManifests, startJourney } from '../support/product.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/operations/README.md'), 'utf8');
/** What docs/operations tells an administrator to run, and then the owner. */
const [byAdministrator = '', byOwner = ''] = [...document.matchAll(/^```sql\n(.*?)^```/gms)].map((match) => match[1]);

const yaml = (shop: string) => `catalog:
  sources:
    - { type: folder, name: all, path: ${projectManifests}, authority: true }
    - { type: folder, name: shop, path: ${shop}, every: 1h }
`;
const cart = (name: string, owner: string) =>
  `{apiVersion: backstage.io/v1alpha1, kind: Component, metadata: {name: ${name}}, spec: {type: service, lifecycle: x, owner: ${owner}}}\n`;

describe.each([15, 18] as const)('on Postgres %i', (version) => {
  test('two processes migrate at once as the owner; a role that may not change the schema serves, works and tells', async () => {
    await using server = stopping(await startPostgres(version));
    await run(server.url, byAdministrator);
    const shop = ownFolder();
    writeFileSync(join(shop, 'catalog-info.yaml'), cart('cart', 'team-payments'));
    const as = (role: string) => Object.assign(new URL(server.url), { pathname: '/switchboard', username: role }).href;
    const variables = { SWITCHBOARD_SECRET: 's'.repeat(16), SWITCHBOARD_CONFIG: configFile(yaml(shop)) };
    const asOwner = () => ({ ...variables, DATABASE_URL: as('catalog_owner'), DATA_DIR: ownFolder() });
    const asServer = () => ({ ...variables, DATABASE_URL: as('switchboard'), DATA_DIR: ownFolder() });

    await run(as('catalog_owner'), byOwner);
    await expect(runProduct(['status'], asServer())).rejects.toThrow('Run `switchboard migrate` with a role that may');
    const start = runProduct(['start'], { ...asServer(), PORT: String(await freePort()) });
    const ended = await start.catch((error: unknown) => String(error));
    expect(ended).toContain('The database does not have the schema of this version, and there is no snapshot to answer from.\nRun');
    expect(ended).not.toContain('    at ');
    const said = await Promise.all([1, 2].map(() => runProduct(['migrate'], asOwner())));
    expect(said.filter((line) => line.includes('0000_initial'))).toHaveLength(1);
    expect(said.filter((line) => line.includes('The schema is the newest already.'))).toHaveLength(1);

    await expect(run(as('switchboard'), 'create table mine (a int)')).rejects.toThrow('permission denied');
    await expect(run(as('switchboard'), 'alter table miss add column b int')).rejects.toThrow('must be owner');
    const { command, press, fake } = await startJourney(asServer(), 30);
    const card = await command('/whoowns', 'payments-api');
    expect(card.text).toContain('Team Payments');
    await command('/whoowns', 'zzzzzzzzzz');
    await command('/whoowns', 'payments-api', { user: 'U0GUS' });
    await press(card.json as Record<string, unknown>, 'Share in Channel');
    expect(fake.of('chat.postMessage')).toHaveLength(1);

    const rows = postgres(as('switchboard'), { max: 1 });
    const counts = async () => {
      const [row] =
        await rows`select (select count(*)::int from descriptor where source = 'shop') as shop, (select count(*)::int from miss) as misses,
        (select count(*)::int from audit) as audit,
        (select count(*)::int from pgboss.queue where name = 'app.forget') as queues`;
      return row;
    };
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ shop: 1, misses: 1, audit: 1, queues: 1 }), { timeout: 10_000 });
    await rows.end();
    writeFileSync(join(shop, 'catalog-info.yaml'), cart('basket', 'team-fulfilment') + `---\n${cart('broken', '')}`);
    expect(await runProduct(['sync', '--once'], asServer())).toContain('shop: 1 added, 1 removed; 1 errors');
    unlinkSync(join(shop, 'catalog-info.yaml'));
    expect(await runProduct(['sync', '--once'], asServer())).toContain('shop: 1 removed');
    expect(await runProduct(['status', '--problems'], asServer())).toContain('all (folder)');
    expect((await runProduct(['export'], asServer())).split('\n').length).toBeGreaterThan(30);
  });
});

/** One statement after the other, as somebody would paste them. */
async function run(url: string, script: string): Promise<void> {
  const connection = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (const statement of script.split(';\n')) if (statement.trim() !== '') await connection.unsafe(statement);
  } finally {
    await connection.end();
  }
}

function stopping<T extends { stop(): Promise<void> }>(started: T): T & AsyncDisposable {
  return Object.assign(started, { [Symbol.asyncDispose]: () => started.stop() });
}
