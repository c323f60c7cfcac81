import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/embedded-postgres.ts';
import { ownFolder, startJourney } from '../support/product.ts';

test('Postgres goes away and comes back: answers go on, say their age, survive a restart, and catch up', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const DATA_DIR = ownFolder();
  const variables = { DATABASE_URL: postgres.url, SWITCHBOARD_SECRET: 'a-secret-of-the-tests', DATA_DIR };
  const first = await startJourney(variables, 60);
  const fresh = await first.command('/whoowns', 'payments');
  expect(JSON.stringify(fresh.json)).toContain('confirmed');

  await postgres.halt();
  const away = await first.command('/whoowns', 'payments');
  expect(away.json['text']).toBe('payments-api is owned by Team Payments.');
  await expectSoon(async () => JSON.stringify((await first.command('/whoowns', 'payments')).json), /the database is away/);
  const state = async (url: string) => (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; degraded: string[] };
  expect(await state(first.product.url)).toMatchObject({ ready: true, degraded: ['database'] });
  await first.product.stop();

  // Slack cannot be asked either: who Ana is and who we are comes from the snapshot too.
  const second = await startJourney(variables, 60);
  second.fake.faults.set('*', 'hang');
  const restarted = await second.command('/whoowns', 'payments');
  expect(restarted.json['text']).toBe('payments-api is owned by Team Payments.');
  expect(JSON.stringify(restarted.json)).toMatch(/snapshot of .*the database is away/);
  expect(await state(second.product.url)).toMatchObject({ ready: true, degraded: expect.arrayContaining(['database']) });

  await postgres.resume();
  await expectSoon(async () => JSON.stringify((await second.command('/whoowns', 'payments')).json), /confirmed/);
});

async function expectSoon(ask: () => Promise<string>, pattern: RegExp): Promise<void> {
  for (let left = 100; ; left--) {
    const said = await ask();
    if (pattern.test(said)) return;
    if (left === 0) throw new Error(`${String(pattern)} never came: ${said}`);
    await sleep(100);
  }
}
