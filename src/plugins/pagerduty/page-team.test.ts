import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { contributionsOf, createPlugins, createTools } from '#app/create-plugins.ts';
import { systemClock } from '#core/clock.ts';
import { renderText } from '../../cli/render-text.ts';
import type { Permissions } from '../../config/config-file.ts';
import { readSettings } from '../../config.ts';
import { startAskingApp } from '../../../test/support/asking-app.ts';
import { startFakePagerDuty } from '../../../test/support/fake-pager-duty.ts';
import type { Mood } from '../../../test/support/pager-duty-server.ts';
import { checkView } from '../../../test/support/check-blocks.ts';
import { silentLog } from '../../../test/support/databases.ts';
import { blockAction, slashCommand, viewSubmission } from '../../../test/support/signed-request.ts';
import { person } from '../../../test/support/slack-app.ts';
import { entity, world } from '../../../test/support/world.ts';
import type { Block, Message } from '#core/reply.ts';

const annotations = { 'pagerduty.com/service-id': 'PAY1' };
const api = 'component:default/payments-api';
const directory = world({
  entities: [
    entity('Group', 'team-payments', { type: 'team', children: [] }),
    entity('Component', 'payments-api', { type: 'service', owner: 'team-payments' }, { annotations }),
    { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }, { annotations }), source: 'secret' },
  ],
  sources: [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }],
});

async function office(facts: { page?: Permissions['page']; from?: string } = { page: 'everyone' }) {
  const fake = await startFakePagerDuty();
  const { env } = readSettings({ PAGERDUTY_TOKEN: fake.token, PAGERDUTY_API_URL: fake.url, PAGERDUTY_FROM: facts.from }, '/');
  const permissions = { admin: [], ...(facts.page && { page: facts.page }) };
  const plugins = createPlugins({ env, permissions }, createTools({ clock: systemClock, log: silentLog }));
  const catalog = { owners: new Map(), fallback: {} };
  const app = await startAskingApp({
    directory,
    definitions: createDefinitions({ catalog, commands: new Map(), ...contributionsOf(plugins) }),
    persons: [person('U0ANA'), person('U0BEN'), person('U0ZOE', { email: 'zoé@пример.test' })],
  });
  const press = (user: string, ref = api) =>
    app.send(
      blockAction({ action_id: 'pagerduty.page', value: ref }, { user, trigger: app.fake.trigger(), responseUrl: app.fake.responseUrl() }),
    );
  const form = async () => (await app.fake.next('views.open')).args as { view: { private_metadata: string; blocks: Block[] } };
  let sent = 0;
  const send = async (metadata: string, reason: string, user = 'U0ANA') => {
    const state = { values: { reason: { reason: { type: 'plain_text_input', value: reason } } } };
    const { json } = await app.send(
      viewSubmission({ callback_id: 'pagerduty.page', private_metadata: metadata, hash: `h${(sent += 1)}`, state }, { user }),
    );
    const view = json['view'] as Message | undefined;
    return view ? renderText({ text: '', blocks: view.blocks }) : JSON.stringify(json);
  };
  return { fake, app, press, form, send };
}

const buttons = (blocks: unknown) =>
  renderText({ text: '', blocks: blocks as Block[] })
    .split('\n')
    .at(-1);

test('pressed, said why, paged: once, in the name of whoever pressed, and told where', async () => {
  const { fake, app, press, form, send } = await office();
  const card = (await app.send(slashCommand('/whoowns', 'payments-api'))).json;
  expect(buttons(card['blocks'])).toMatch(/^\[Page Team\] \[Share in Channel\]/);
  app.spent();
  await press('U0ANA');
  const { view } = await form();
  await expect.poll(() => app.slack.counts().underWay).toBe(0);
  expect(app.spent()).toEqual({ slack: 1, sql: 0 });
  expect(checkView(view)).toEqual([]);
  expect(renderText({ text: '', blocks: view.blocks })).toContain('opens an incident at PagerDuty for Payments <!channel>');
  expect(JSON.stringify(view)).not.toContain('<!channel>');
  expect(await send(view.private_metadata, '  ')).toContain('Say in a few words');
  expect(fake.incidents.size).toBe(0);
  await expect.poll(() => app.slack.counts().underWay).toBe(0);
  app.spent();
  const outcome = await send(view.private_metadata, 'Checkout is <!here> down');
  expect(outcome).toBe(
    'Whoever is on call for Payments <!channel> has been paged. The incident at PagerDuty (https://acme.pagerduty.com/incidents/Q1).\n' +
      'Said to them: Checkout is <!here> down',
  );
  expect(app.spent()).toEqual({ slack: 0, sql: 1 });
  expect([...fake.incidents.values()]).toEqual([
    {
      title: 'payments-api: Checkout is <!here> down',
      from: 'u0ana@acme.test',
      service: 'PAY1',
      details: expect.stringContaining('Paged from Slack by u0ana@acme.test, for component:default/payments-api.') as string,
    },
  ]);
});

test('an answer that got lost is asked for again, and it is one incident', async () => {
  const { fake, press, form, send } = await office();
  await press('U0ANA');
  const { view } = await form();
  fake.mood = 'deaf';
  expect(await send(view.private_metadata, 'Checkout is down')).toContain('it is not known whether anybody was paged');
  expect(fake.incidents.size).toBe(1);
  fake.mood = 'fine';
  expect(await send(view.private_metadata, 'Checkout is down')).toContain('has been paged. The service at PagerDuty');
  expect(fake.incidents.size).toBe(1);
});

test('whom PagerDuty does not know pages in the configured name, and without one is told so', async () => {
  const named = await office({ page: 'everyone', from: 'bot@acme.test' });
  await named.press('U0BEN');
  expect(await named.send((await named.form()).view.private_metadata, 'Checkout is down', 'U0BEN')).toContain('has been paged');
  expect([...named.fake.incidents.values()]).toMatchObject([
    { from: 'bot@acme.test', details: expect.stringContaining('by u0ben@acme.test') as string },
  ]);
  // An address that no header can hold is one of those.
  await named.press('U0ZOE');
  const { view } = (await named.app.fake.next('views.open', 1)).args as { view: { private_metadata: string } };
  expect(await named.send(view.private_metadata, 'Cards are down', 'U0ZOE')).toContain('has been paged');
  const unnamed = await office();
  await unnamed.press('U0BEN');
  expect(await unnamed.send((await unnamed.form()).view.private_metadata, 'Checkout is down', 'U0BEN')).toContain('so nobody was paged');
  expect(unnamed.fake.incidents.size).toBe(0);
});

test.each([
  ['a token that may only read', 403, 'Nobody was paged: PagerDuty refuses our token.'],
  ['too many', 429, 'Nobody was paged: PagerDuty takes no more questions'],
  ['garbled', 'garbled', 'it is not known whether anybody was paged'],
] as [string, Mood, string][])('nobody is told that somebody was paged: %s', async (_, mood, said) => {
  const { fake, press, form, send } = await office();
  await press('U0ANA');
  const { view } = await form();
  fake.mood = mood;
  expect(await send(view.private_metadata, 'Checkout is down')).toContain(said);
  expect(fake.incidents.size).toBe(0);
});

test('only those whom permissions.page names; unless it is set there is no button, and nothing behind it', async () => {
  const some = await office({ page: ['group:default/team-payments'] });
  await some.press('U0BEN');
  expect(JSON.stringify(await some.app.said('response_url'))).toContain('Only members of team-payments may page');
  await some.press('U0ANA');
  const { view } = await some.form();
  expect(await some.send(view.private_metadata, 'Checkout is down', 'U0BEN')).toContain('you are in none of them');
  expect(some.fake.incidents.size).toBe(0);

  const none = await office({});
  const card = (await none.app.send(slashCommand('/whoowns', 'payments-api'))).json;
  expect(buttons(card['blocks'])).toMatch(/^\[Share in Channel\](?!.*Page)/);
  expect(await none.send(view.private_metadata, 'Checkout is down')).toContain('older version');
  expect(none.fake.incidents.size).toBe(0);
});
