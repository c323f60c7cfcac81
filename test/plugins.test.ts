import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { contributionsOf, createTools } from '#app/create-plugins.ts';
import { systemClock } from '#core/clock.ts';
import { startAskingApp } from './support/asking-app.ts';
import { checkMessage, checkView } from './support/check-blocks.ts';
import { silentLog } from './support/databases.ts';
import { createDeploys, type Deploys } from './support/example-plugin.ts';
import { blockAction, slashCommand, viewSubmission } from './support/signed-request.ts';

/** The plugin that docs/plugins.md explains, as the product wires it. */
async function appWith(deploys: Deploys) {
  const plugin = createDeploys(deploys, createTools({ clock: systemClock, log: silentLog }));
  const catalog = { owners: new Map(), fallback: {} };
  return startAskingApp({ definitions: createDefinitions({ catalog, commands: new Map(), ...contributionsOf([plugin]) }) });
}

test('the example says what was deployed, and rolls it back once, for whoever asked and why', async () => {
  const rolledBack = new Map<string, object>();
  const app = await appWith({
    last: async () => ({ version: '1.4 <!channel>', at: new Date('2026-11-23T12:00:00Z') }),
    rollBack: async (name, { key, ...asked }) => void rolledBack.set(`${name} ${key}`, asked),
  });
  const card = (await app.send(slashCommand('/whoowns', 'payments-api'))).json;
  expect(checkMessage(card)).toEqual([]);
  expect(JSON.stringify(card)).toContain('Deployed 1.4 &lt;!channel&gt; <!date^');

  await app.send(blockAction({ action_id: 'deploys.roll-back', value: 'component:default/payments-api' }, { trigger: app.fake.trigger() }));
  const { view } = (await app.fake.next('views.open')).args as { view: { private_metadata: string } };
  expect(checkView(view)).toEqual([]);
  const sent = viewSubmission({
    callback_id: 'deploys.roll-back',
    private_metadata: view.private_metadata,
    hash: 'h1',
    state: { values: { why: { why: { type: 'plain_text_input', value: 'Errors since 1.4' } } } },
  });
  expect(JSON.stringify((await app.send(sent)).json)).toContain('payments-api is being rolled back.');
  await app.send(`${sent}&again=1`);
  expect([...rolledBack.values()]).toEqual([{ by: 'U0ANA', why: 'Errors since 1.4' }]);
});

test('while what it asks is down, the card is whole', async () => {
  const app = await appWith({ last: () => Promise.reject(new Error('503')), rollBack: () => Promise.reject(new Error('503')) });
  const card = (await app.send(slashCommand('/whoowns', 'payments-api'))).json;
  expect(card['text']).toBe('payments-api is owned by Team Payments.');
  expect(JSON.stringify(card)).toContain('Deploys could not be read and is left out.');
});
