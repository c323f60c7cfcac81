import { checkMessage } from '../../../test/support/check-blocks.ts';
import { ask, messageOf, run, slackOf } from '../../../test/support/ask-catalog.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { entity, minutesAgo, world } from '../../../test/support/world.ts';
import { describe, expect, test } from 'vitest';

const company = () => slackOf(world({ entities: paymentsCompany }));
const catalog = 'https://github.com/acme/catalog/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/catalog-info.yaml';

describe('a name that is sure', () => {
  test('answers first, then says how to reach the owner, whom to ask next and why it is right', async () => {
    expect(await ask(company(), 'payments-api')).toBe(
      [
        'payments-api is owned by Team Payments.',
        'Channel #team-payments · Group @payments-oncall · Email payments@acme.test · Lead Bo Berg',
        'Service in production · System checkout · Domain commerce',
        'Runbook (https://wiki.acme.test/payments/runbook) · Dashboard (https://grafana.acme.test/d/payments) · ' +
          'Repository (https://github.com/acme/payments-api) · PagerDuty service PAY1234',
        'If nobody answers: Team Payments → Commerce Engineering (parent of Team Payments, #commerce) → ' +
          'Team Checkout (owns system checkout) → #platform (fallback)',
        `catalog-info.yaml:14 (${catalog}#L14) @ a1b2c3d · synced 42 s ago · confirmed`,
        '[Share in Channel] [Dependencies] [Why]',
      ].join('\n'),
    );
  });

  test('is there without a wait, and its fallback text is the answer', async () => {
    const answered = run(company(), 'catalog.whoowns', 'payments-api');
    const message = await messageOf(answered);
    expect(message.text).toBe('payments-api is owned by Team Payments.');
    expect(checkMessage(message)).toEqual([]);
    expect(message.blocks.length).toBeLessThanOrEqual(12);
  });

  test('mentions people to the asker when Slack knows them', async () => {
    const people = { userIdOf: (email: string) => (email === 'bo@acme.test' ? 'U0BO' : undefined), userGroupIdOf: () => 'S0ONCALL' };
    const message = await messageOf(run(slackOf(world({ entities: paymentsCompany }), { people }), 'catalog.whoowns', 'payments-api'));
    expect(JSON.stringify(message.blocks)).toContain('Group <!subteam^S0ONCALL> · Email');
    expect(JSON.stringify(message.blocks)).toContain('Lead <@U0BO>');
  });

  test('is not offered for sharing in a direct message', async () => {
    expect(await ask(slackOf(world({ entities: paymentsCompany }), { place: { isDm: true } }), 'payments-api')).not.toContain('Share');
  });
});

test('one letter away is said, then the card', async () => {
  const desk = company();
  const said = await ask(desk, 'paymnts-api');
  expect(said).toMatch(/^No paymnts-api; showing payments-api, one letter away\.\npayments-api is owned by Team Payments\.\n/);
  expect((await messageOf(run(desk, 'catalog.whoowns', 'paymnts-api'))).text).toContain('payments-api is owned by Team Payments.');
});

test('several are choices with a button each, and a press shows the card', async () => {
  const desk = company();
  const message = await messageOf(run(desk, 'catalog.whoowns', 'payment'));
  expect(message.text).toBe('payment could be one of 2.');
  expect(await ask(desk, 'payment')).toContain('payments-api · Component · Team Payments · System checkout  [This One]');
  const values = message.blocks.flatMap((block) => (block['accessory'] as { value?: string } | undefined)?.value ?? []);
  const chosen = await run(desk, 'catalog.choose', values[0] ?? '');
  expect(chosen).toMatchObject({
    kind: 'message',
    where: 'replace',
    visibility: 'ephemeral',
    message: { text: 'payments-api is owned by Team Payments.' },
  });
});

test('of choices it is said when their owner is not in the catalog', async () => {
  const lost = (name: string) => entity('Component', name, { type: 'service', owner: 'ghosts' });
  const desk = slackOf(world({ entities: [lost('ledger-a'), lost('ledger-b')] }));
  expect(await ask(desk, 'ledger')).toContain('ledger-a · Component · ghosts (not in the catalog)');
});

test('where a link leads to the PagerDuty service, its id is not said beside it', async () => {
  const shop = (url: string) =>
    entity('Component', 'shop', {}, { annotations: { 'pagerduty.com/service-id': 'PSHOP' }, links: [{ url, title: 'On call' }] });
  const said = async (url: string) => ask(slackOf(world({ entities: [shop(url)] })), 'shop');
  expect(await said('https://acme.pagerduty.com/service-directory/PSHOP')).not.toContain('PagerDuty service');
  expect(await said('https://acme.pagerduty.com/service-directory/POTHER')).toContain('PagerDuty service PSHOP');
});

test('one that is not sure enough for its card is a choice of one', async () => {
  expect(await ask(company(), '@checkout-bf')).toMatch(/^@checkout-bf could be checkout-bff\.\ncheckout-bff · Component/);
});

describe('a name that leads nowhere', () => {
  test('is repeated as typed, whole characters only', async () => {
    const first = async (text: string) => (await ask(company(), text)).split('\n')[0];
    expect(await first('*')).toBe('Nothing in the catalog is called *.');
    expect(await first(`${'z'.repeat(98)}😀😀`)).toBe(`Nothing in the catalog is called ${'z'.repeat(98)}….`);
  });

  test('shows a way on and is counted, without the person and at most 100 characters of it', async () => {
    const desk = company();
    expect(await ask(desk, 'zzz')).toBe(
      'Nothing in the catalog is called zzz.\nAsk #platform.\n' +
        'You can ask for a name, a link, a repository, a pod name, a pager id, a person, a user group or a channel.',
    );
    await ask(desk, 'q'.repeat(400));
    await ask(desk, 'payments-api');
    expect(desk.misses).toEqual(['zzz', `${'q'.repeat(99)}…`]);
  });

  test('does not repeat what Slack put around it', async () => {
    expect(await ask(company(), '<#C0GONE|gone-room>')).toMatch(/^Nothing in the catalog is called #gone-room\./);
  });
});

test('no words: what can be asked, with an example from the own teams', async () => {
  const said = await ask(company(), '  ');
  expect(said).toMatch(/^Name something, and you see who owns it\. For example \/whoowns card-vault\.\n/);
  expect(said).toMatch(/Your teams:\nTeam Payments · Group {2}\[This One\]$/);
});

test('an owner that is not in the catalog: said first, with what was probably meant and whom to ask instead', async () => {
  const said = await ask(company(), 'legacy-batch');
  expect(said.split('\n').slice(0, 2)).toEqual([
    'legacy-batch says its owner is team-payment, which is not in the catalog.',
    'Did you mean Team Payments?',
  ]);
  expect(said).toContain(
    'If nobody answers: Team Checkout (owns system checkout) → Commerce Engineering (owns domain commerce, #commerce) → #platform',
  );
  expect(said).toContain('· synced 42 s ago · dangling');
});

test('help is said to whoever asks for it, unless something is called so', async () => {
  const helm = entity('Component', 'helm', { type: 'service', owner: 'team-payments' });
  const help = entity('Component', 'help', { type: 'service', owner: 'team-payments' });
  const without = slackOf(world({ entities: [...paymentsCompany, helm] }));
  expect(await ask(without, 'help')).toMatch(/^Name something, and you see who owns it\./);
  expect(without.misses).toEqual([]);
  expect(await ask(slackOf(world({ entities: [...paymentsCompany, help] })), 'help')).toContain('help is owned by Team Payments.');
});

describe('a removed thing', () => {
  const gone = {
    ref: 'component:default/old-api',
    uid: 'x',
    kind: 'Component',
    name: 'old-api',
    ownerRef: 'group:default/team-payments',
    source: 'catalog',
    path: 'old/catalog-info.yaml',
    removedAt: minutesAgo(120),
    fromCommit: '1111111aaaa',
    toCommit: '2222222bbbb',
  };
  const asking = (facts: object) => ask(slackOf(world({ entities: paymentsCompany, tombstones: [{ ...gone, ...facts }] })), 'old-api');

  test('is named with the commit and who made it', async () => {
    const said = await asking({ commit: 'abc1234def', author: 'Cleo' });
    expect(said.split('\n')[0]).toBe('old-api was removed 2 h ago in abc1234 by Cleo. It was owned by Team Payments.');
    expect(said).toContain('Channel #team-payments');
  });

  test('or between which commits it went', async () => {
    expect(await asking({})).toMatch(/^old-api was removed 2 h ago between 1111111 and 2222222\. It was owned by Team Payments\./);
  });

  test('or only when, for a folder', async () => {
    expect(await asking({ fromCommit: null, toCommit: null })).toMatch(/^old-api was removed 2 h ago\. It was/);
  });
});

describe('what is wrong with an answer is said in words before the verdict', () => {
  const evidence = async (facts: Parameters<typeof world>[0]) => (await ask(slackOf(world(facts)), 'payments-api')).split('\n').at(-2);

  test('from a snapshot', async () => {
    const freshness = { from: 'snapshot', asOf: minutesAgo(38) } as const;
    expect(await evidence({ entities: paymentsCompany, freshness })).toMatch(
      /snapshot of 13:27 UTC \(38 min ago\): the database is away · stale$/,
    );
  });

  test('a source not seen for three of its intervals', async () => {
    const sources = [{ name: 'catalog', seenAt: minutesAgo(25) }];
    expect(await evidence({ entities: paymentsCompany, sources })).toMatch(/last seen 25 min ago though due every 60 s · stale$/);
  });

  test('a folder has no commit', async () => {
    const sources = [{ name: 'catalog', type: 'folder', head: null }];
    expect(await evidence({ entities: paymentsCompany, sources })).toBe('catalog-info.yaml:14 · synced 42 s ago · confirmed');
  });

  test('claimed twice, broken since, and removed at the head', async () => {
    const [api, ...rest] = paymentsCompany;
    if (!api) throw new Error('The company has a first entity.');
    const facts = {
      broken: { line: 3, message: 'bad indentation' },
      held: true,
      rivals: [{ source: 'legacy', path: 'other.yaml', line: 5 }],
    } as const;
    const sources = [{ name: 'catalog' }, { name: 'legacy' }];
    const said = await ask(slackOf(world({ entities: [{ entity: api, ...facts }, ...rest], sources })), 'payments-api');
    expect(said).toContain(
      'payments-api is claimed more than once: shown from catalog-info.yaml:14 (catalog), also in other.yaml:5 (legacy).',
    );
    expect(said).toContain('Its file has had an error since, at line 3; this is the last good version: bad indentation');
    expect(said).toContain('it stays until an administrator confirms the removal');
    expect(said).toContain('· disputed');
  });
});

describe('a team or a person', () => {
  test('owns what its child groups own, production first', async () => {
    const said = await ask(company(), 'team payments');
    expect(said.split('\n').slice(0, 6)).toEqual([
      'Team Payments owns 3 things, 2 of them through child groups.',
      'Channel #team-payments · Group @payments-oncall · Email payments@acme.test · Lead Bo Berg',
      '2 components (2 in production) · 1 API',
      'card-vault, payments-api, cards-v1',
      'Through Team Cards (2)',
      '2 members: Ana Ruiz, Bo Berg',
    ]);
    expect(said).not.toContain('confirmed');
  });

  test('a person owns through their groups', async () => {
    expect(await ask(company(), '@ana')).toMatch(/^Ana Ruiz owns 1 thing through their groups\.\nEmail ana@acme\.test\n/);
  });
});

test('without a fallback the ladder ends with what an administrator can do', async () => {
  const lonely = slackOf(world({ entities: [entity('Component', 'orphan', { type: 'tool', lifecycle: 'experimental' })] }), {
    fallback: {},
  });
  const said = await ask(lonely, 'orphan');
  expect(said).toMatch(/^orphan names no owner\.\n/);
  expect(said).toContain(
    'Nobody else is known to ask: an administrator can name a channel or a group for such cases as catalog.fallback in switchboard.yaml.',
  );
});

test('an owner that the asker may not see is not named', async () => {
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/board'] }];
  const hidden = { entity: entity('Group', 'team-x', { type: 'team', children: [] }), source: 'secret' };
  const api = entity('Component', 'api', { type: 'service', lifecycle: 'production', owner: 'team-x' });
  const said = await ask(slackOf(world({ entities: [api, hidden], sources })), 'api');
  expect(said).toMatch(/^api is owned by somebody whom you may not see in the catalog\./);
  expect(said).not.toContain('team-x');
});
