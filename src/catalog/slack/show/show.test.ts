import { describe, expect, test } from 'vitest';
import { messageOf, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, world } from '../../../../test/support/world.ts';

const more = [
  entity('API', 'payments-v1', { type: 'openapi', lifecycle: 'production', owner: 'team-payments', system: 'checkout' }),
  entity('Component', 'pay-lib', { type: 'library', owner: 'team-payments', subcomponentOf: 'payments-api' }),
  entity(
    'Component',
    'billing',
    { type: 'user-interface', lifecycle: 'experimental', owner: 'ghost', providesApis: ['cards-v1'], consumesApis: ['payments-v1'] },
    {
      description: 'Sends *invoices* to <!channel>.',
      tags: ['go', 'tier-1'],
      labels: { 'acme.test/tier': '1' },
      title: 'Billing & dunning',
    },
  ),
  entity('Template', 'node-service', {
    type: 'service',
    owner: 'team-web',
    parameters: [
      { title: 'What it is', required: ['name'], properties: { name: { title: 'Name' }, tier: {} } },
      { title: 'Where', properties: {} },
    ],
    steps: [{ id: 'fetch', name: 'Fetch the skeleton', action: 'fetch:template' }, { action: 'publish:github' }],
  }),
  entity('Location', 'all', { type: 'url', targets: ['./a.yaml', './b/*.yaml'] }),
  entity('Robot', 'r2', { owner: 'team-web', wheels: 3, skills: ['beep', 'roll'], parts: { arm: 1 } }),
];
const desk = () => slackOf(world({ entities: [...paymentsCompany, ...more] }));
const show = async (name: string) => (await request(desk(), 'catalog.show', name)).split('\n');

describe('what something is, by its kind', () => {
  test('the fields of a form stand as it orders them, else as they are written', async () => {
    const properties = { a: {}, bb: {}, owner: {}, component_id: {} };
    const pages = [
      { title: 'One', required: ['component_id', 'owner', 'gone'], properties },
      { title: 'Two', required: ['a'], 'ui:order': ['owner', '*', 'a'], properties },
    ];
    const template = entity('Template', 'form', { type: 'service', owner: 'team-web', parameters: pages, steps: [] });
    const said = await request(slackOf(world({ entities: [template] })), 'catalog.show', 'form');
    expect(said).toContain('• One: a (optional), bb (optional), owner, component_id');
    expect(said).toContain('• Two: owner (optional), bb (optional), component_id (optional), a');
  });

  test('a component: what its file says, what it needs, how to reach its team', async () => {
    expect(await show('payments-api')).toEqual([
      'payments-api is a service in production, owned by Team Payments.',
      'System checkout · Domain commerce',
      'Depends on 1 · 1 depends on it · 1 part',
      'Channel #team-payments · Group @payments-oncall · Email payments@acme.test · Lead Bo Berg',
      expect.stringMatching(/^Runbook \(.*PagerDuty service PAY1234$/),
      expect.stringMatching(/ @ a1b2c3d · synced 42 s ago · confirmed$/),
      '[Share in Channel] [Owner] [Dependencies] [Why]',
    ]);
  });

  test('what is written by hand is shown as it is written; an owner that is not there is said first', async () => {
    const said = await show('billing');
    expect(said.slice(0, 5)).toEqual([
      'billing is a user-interface, experimental; its owner ghost is not in the catalog.',
      'Sends *invoices* to <!channel>.',
      'Billing & dunning',
      'Tags go tier-1',
      'Labels acme.test/tier=1',
    ]);
    expect(said).toContain('Provides cards-v1');
    expect(said).toContain('Consumes 1 API');
    const message = await messageOf(run(desk(), 'catalog.choose', 'by-thing component:default/billing'));
    expect(checkMessage(message)).toEqual([]);
    expect(JSON.stringify(message.blocks)).not.toContain('<!channel>');
  });

  test.each([
    ['payments-v1', 'payments-v1 is an API (openapi) in production, owned by Team Payments.', 'Consumed by 1'],
    ['cards-v1', 'cards-v1 is an API (openapi), experimental, owned by Team Cards.', 'Provided by billing'],
    ['checkout', 'checkout is a system, owned by Team Checkout.', 'Consists of 3 components (2 in production) · 1 API (1 in production)'],
    ['commerce', 'commerce is a domain, owned by Commerce Engineering.', 'Consists of 1 system'],
    ['team-payments', 'Team Payments is a team of 2 people.', '1 child group: Team Cards'],
    ['team-payments', 'Team Payments is a team of 2 people.', '2 members: Ana Ruiz, Bo Berg'],
    ['bo', 'Bo Berg is a person in 1 group.', 'In Team Payments'],
    ['node-service', 'node-service is a template (service), owned by team-web.', '• What it is: Name, tier (optional)'],
    ['node-service', 'node-service is a template (service), owned by team-web.', '2. publish:github'],
    ['location:all', 'all is a location (url).', 'Leads to ./a.yaml ./b/*.yaml'],
    ['r2', 'r2 is a robot, owned by team-web.', 'skills: beep, roll'],
  ])('%s: %s %s', async (name, first, line) => {
    const said = await show(name);
    expect(said[0]).toBe(first);
    expect(said).toContain(line);
  });
});

test('what nothing needs is offered no dependencies, which could only say so', async () => {
  expect((await show('checkout')).at(-1)).not.toContain('[Dependencies]');
  expect((await show('node-service')).at(-1)).not.toContain('[Dependencies]');
  expect((await show('cards-v1')).at(-1)).toContain('[Dependencies]');
});

test('several are choices that lead to the same sort of card, and what is gone is said', async () => {
  const here = desk();
  const choices = await messageOf(run(here, 'catalog.whoowns', 'payment'));
  expect(JSON.stringify(choices.blocks)).not.toContain('by-thing');
  expect(await request(here, 'catalog.show', 'payment')).toContain('payment could be one of');
  expect(await request(here, 'catalog.show', 'zzzz')).toContain('Nothing in the catalog is called zzzz.');
  expect(await request(here, 'catalog.show', '')).toContain('For example /catalog show');
  const chosen = await run(here, 'catalog.choose', 'by-thing component:default/payments-api');
  expect(chosen).toMatchObject({ where: 'replace', message: { text: 'payments-api is a service in production, owned by Team Payments.' } });
});

test('its buttons lead to the other card below, and Share shares this one', async () => {
  const here = desk();
  const ref = 'component:default/payments-api';
  expect((await messageOf(run(here, 'catalog.show-owner', ref))).text).toBe('payments-api is owned by Team Payments.');
  expect((await messageOf(run(here, 'catalog.show', ref))).text).toContain('is a service in production');
  expect(await run(here, 'catalog.share', `by-thing ${ref}`)).toMatchObject({ where: 'replace' });
  expect(here.posted.map(({ message }) => message.text)).toEqual([
    'Shared by Ana Ruiz: payments-api is a service in production, owned by Team Payments.',
  ]);
});

test('where others read, what only some may see is told to the asker alone', async () => {
  const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
  const here = slackOf(world({ entities: [...paymentsCompany, secret], sources }));
  expect(await request(here, 'catalog.show', 'takeover', 'others')).toMatch(/^Only you see this: takeover is visible to some groups only/);
  expect(await request(here, 'catalog.show', 'payments-api', 'others')).toMatch(/^payments-api is a service/);
  expect((await request(here, 'catalog.show', 'team-payments', 'others')).includes('takeover')).toBe(false);
});
