import { messageOf, request, run, slackOf, type Desk } from '../../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, minutesAgo, world } from '../../../../test/support/world.ts';
import { renderText } from '../../../cli/render-text.ts';
import { expect, test } from 'vitest';
import { parseDeps } from './parse-deps.ts';

const component = (name: string, owner: string, spec: Record<string, unknown> = {}) =>
  entity('Component', name, { type: 'service', lifecycle: 'production', owner, ...spec });

/** Web consumes the shop's API, the shop needs the till, the till needs the bank and the bank the shop: a circle. */
const shops = [
  entity('Group', 'front', { type: 'team', children: [] }, { annotations: { 'slack.com/bot-notify': '#front' } }),
  entity('Group', 'back', { type: 'team', children: [] }),
  entity('API', 'orders', { type: 'openapi', lifecycle: 'production', owner: 'back' }),
  component('web', 'front', { consumesApis: ['orders', 'gone'], dependsOn: ['component:ghost'] }),
  component('shop', 'back', { providesApis: ['orders'], dependsOn: ['component:till'] }),
  component('till', 'back', { dependsOn: ['component:bank'], dependencyOf: ['component:shop'] }),
  component('bank', 'back', { lifecycle: 'experimental', dependsOn: ['component:shop'] }),
];

async function said(desk: Desk, id: string, input: string): Promise<string> {
  const message = await messageOf(run(desk, id, input));
  expect(checkMessage(message)).toEqual([]);
  return renderText(message);
}

test('both ways, each with its owner; who consumes an API needs whoever provides it', async () => {
  const desk = slackOf(world({ entities: shops }));
  const text = await said(desk, 'catalog.deps', 'shop');
  expect(text.split('\n').slice(0, 8)).toEqual([
    'shop depends on 1, and 2 depend on it · 2 teams',
    'Depends on (1)',
    '• till · Service in production · back',
    'Depended on by (2)',
    '• web · Service in production · front',
    '• bank · Service, experimental · back',
    'Provides (API) orders, consumed by 1',
    'Cycle: shop → till → bank → shop',
  ]);
  expect(text).toContain('Impact');
  expect(text).toContain('Picture');
});

test('ends that lead nowhere are named and not counted', async () => {
  const text = await said(slackOf(world({ entities: shops })), 'catalog.deps', 'web');
  expect(text).toMatch(/^web depends on 1, and nothing depends on it · 1 team\n/);
  expect(text).toContain('gone, which nobody provides; orders of shop');
  expect(text).toContain('Not in the catalog: gone, ghost');
});

test('one way, further, and from one thing to another', async () => {
  const desk = slackOf(world({ entities: shops }));
  const up = await said(desk, 'catalog.deps', 'till up --depth 2');
  expect(up).not.toContain('Depends on (');
  expect(up).toContain('At distance 2 (2): web and bank'.replace(' and ', ', '));
  expect(await said(desk, 'catalog.deps', 'web -&gt; bank')).toContain('web needs bank, over 3 steps.\nweb → shop → till → bank\n');
  expect(await said(desk, 'catalog.deps', 'bank -> web')).toMatch(/^bank does not need web, but is needed by it\./);
  expect(await said(desk, 'catalog.deps', 'shop → shop')).toContain('shop needs itself.\nshop → till → bank → shop');
  await expect(said(desk, 'catalog.deps', 'web -> nowhere')).rejects.toThrow('Nothing in the catalog is called “nowhere”.');
});

test('what is typed in Slack is read however it was typed', () => {
  const asked = { text: 'shop', typed: 'shop' };
  expect(parseDeps('shop down —depth 3')).toEqual({ kind: 'around', asked, needs: { side: 'down', depth: 3 } });
  expect(parseDeps('--depth=99 shop')).toEqual({ kind: 'around', asked, needs: { side: 'both', depth: 20 } });
  expect(parseDeps('up')).toEqual({ kind: 'around', asked: { text: 'up', typed: 'up' }, needs: { side: 'both', depth: 1 } });
  expect(() => parseDeps('shop --depth all')).toThrow('A depth is a number from 1.');
  expect(parseDeps('shop --up --depth 2')).toEqual({ kind: 'around', asked, needs: { side: 'up', depth: 2 } });
  for (const path of ['shop -> till --depth 3', '--depth=2 shop -> till', 'shop —depth 2 -> till'])
    expect(() => parseDeps(path), path).toThrow('A path takes no');
  expect(() => parseDeps('shop --depth')).toThrow('How deep is missing.');
  expect(() => parseDeps('shop —sideways')).toThrow('There is no —sideways here.');
  expect(() => parseDeps('a -> ')).toThrow('A path has two ends');
});

test('Impact: teams that are most affected first, how to reach them, and how far away it is', async () => {
  const text = await said(slackOf(world({ entities: shops })), 'catalog.impact', 'component:default/bank');
  expect(text.split('\n').slice(0, 5)).toEqual([
    'If bank is down: 3 components, 3 in production, 2 teams.',
    '• back · no channel known · 2 in production: shop, till',
    '• front · #front · 1 in production: web',
    'By distance: 1 directly, 1 at 2, 1 at 3',
    'By lifecycle: production 3',
  ]);
});

test('the list of a long chain is as short a message as any, and whole', async () => {
  const chain = Array.from({ length: 43 }, (_, i) => component(`c${i}`, 'a', i === 0 ? {} : { dependsOn: [`component:c${i - 1}`] }));
  const desk = slackOf(world({ entities: chain }));
  for (const page of [0, 1, 2]) {
    const message = await messageOf(run(desk, 'catalog.deps-page', `up all ${page} component:default/c0`));
    expect(message.blocks.length).toBeLessThanOrEqual(12);
    const names = [...JSON.stringify(message.blocks).matchAll(/• (c\d+)/g)].map(([, name]) => name);
    expect(names).toEqual(chain.slice(1 + page * 20, 21 + page * 20).map(({ metadata }) => metadata.name));
  }
});

test('many are counted, listed a page at a time, and sent as a file that no spreadsheet takes for formulas', async () => {
  const many = Array.from({ length: 45 }, (_, i) =>
    component(`c${String(i).padStart(2, '0')}`, '=1+1', { type: '+cmd', dependsOn: ['component:hub'] }),
  );
  const desk = slackOf(world({ entities: [component('hub', 'a'), ...many] }));
  const card = await said(desk, 'catalog.deps', 'hub');
  expect(card).toContain('hub depends on nothing, and 45 depend on it');
  expect(card).toContain('… 39 more');
  const value = 'up all 2 component:default/hub';
  const last = await said(desk, 'catalog.deps-page', value);
  expect(last.match(/• c\d\d/g)).toEqual(['• c40', '• c41', '• c42', '• c43', '• c44']);
  expect(last).toMatch(/^45 things need hub [^]*Page 3 of 3/);
  // There were more when the button was made.
  expect(await said(desk, 'catalog.deps-page', value.replace(' 2 ', ' 9 '))).toBe(last);
  expect(await said(desk, 'catalog.deps-file', value)).toBe('The list of hub is in our direct messages.');
  const [sent] = desk.uploaded;
  expect(sent?.channel).toBe('U0ANA');
  expect(sent?.file.name).toBe('hub-impact.csv');
  const lines = String(sent?.file.bytes).trim().split('\n');
  expect(lines).toHaveLength(46);
  expect(lines[1]).toBe("1,c00,component,'+cmd,production,'=1+1,component:default/c00,group:default/=1+1");
});

test('what is hidden is neither walked through nor counted, and a file for others does without it', async () => {
  const [group, ...rest] = shops;
  const secret = component('vault', 'back', { dependsOn: ['component:till'], providesApis: ['keys'] });
  const behind = component('door', 'front', { consumesApis: ['keys'] });
  const entities = [...(group ? [group] : []), ...rest, { entity: secret, source: 'secret' }, behind];
  const directory = world({ entities, sources: [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/keepers'] }] });
  expect(await said(slackOf(directory), 'catalog.impact', 'component:default/till')).toContain('3 components');
  const keeper = slackOf(directory, {
    viewer: { kind: 'member', teamId: 'T1', userId: 'U0KIM', groups: ['group:default/keepers'] },
    place: { clicked: 'visible', message: '1700000000.000100' },
  });
  expect(await said(keeper, 'catalog.impact', 'component:default/till')).toContain('5 components');
  await run(keeper, 'catalog.deps-file', 'up all 0 component:default/till');
  expect(keeper.uploaded).toMatchObject([{ channel: 'C0INCIDENT', thread: '1700000000.000100' }]);
  expect(String(keeper.uploaded[0]?.file.bytes)).not.toMatch(/vault|door/);
});

test('the answers for what is not sure are those of the owner', async () => {
  const desk = slackOf(world({ entities: paymentsCompany }));
  expect(await said(desk, 'catalog.deps', 'paymnts-api')).toMatch(/^No paymnts-api; showing payments-api, one letter away\.\n/);
  expect(await said(desk, 'catalog.deps', 'zzz-nothing')).toContain('Nothing in the catalog is called zzz-nothing.');
  expect(desk.misses).toEqual(['zzz-nothing']);
  await expect(said(desk, 'catalog.deps', 'zzz -> payments')).rejects.toThrow('Nothing in the catalog is called “zzz”.');
  expect(await said(desk, 'catalog.deps', '')).toContain('/deps');
});

test('what several sources say is as old as the oldest, and stale where one of them was not seen in time', async () => {
  const [front, back, orders, web, ...rest] = shops;
  const entities = [...[front, back, orders, ...rest].flatMap((one) => one ?? []), ...(web ? [{ entity: web, source: 'sites' }] : [])];
  const readAt = (seenAt: Date) =>
    slackOf(world({ entities, sources: [{ name: 'catalog' }, { name: 'sites', seenAt, everyMs: 120_000 }] }));
  for (const asked of ['shop', 'web -> bank']) {
    expect(await said(readAt(minutesAgo(2)), 'catalog.deps', asked)).toContain('2 sources · oldest read 2 min ago · confirmed');
  }
  const impact = await said(readAt(minutesAgo(2)), 'catalog.impact', 'component:default/bank');
  expect(impact).toContain('2 sources · oldest read 2 min ago · confirmed');
  const late = readAt(minutesAgo(90));
  expect(await said(late, 'catalog.deps', 'shop')).toMatch(/2 sources · sites: last seen .* ago though due every 2 min · stale/);
  // What all comes from one file says which.
  expect(await said(late, 'catalog.deps', 'till')).toMatch(/catalog-info\.yaml:14 .* @ a1b2c3d · synced 42 s ago · confirmed/);
});

test('the answer stands before what else is called so, and an example has something to tell', async () => {
  const desk = slackOf(world({ entities: [...shops, entity('API', 'shop', { owner: 'back' })] }));
  for (const text of [await said(desk, 'catalog.deps', 'shop'), await request(desk, 'catalog.impact-request', 'shop')]) {
    expect(text.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/shop (depends on 1|is down: 3)/),
      'Also found, of the same owner: shop (API).',
    ]);
  }
  expect(await said(desk, 'catalog.deps', '')).toContain('For example /deps web.');
});

test('owners who are people are not called teams', async () => {
  const [front, back] = shops;
  const entities = [front, back, entity('User', 'ana')].flatMap((one) => one ?? []);
  const owned = (...owners: string[]) =>
    slackOf(world({ entities: [...entities, ...owners.map((owner, n) => component(`c${n}`, owner, { dependsOn: ['component:hub'] }))] }));
  const asked = async (desk: Desk) => [
    (await said(desk, 'catalog.deps', 'component:default/hub')).split('\n')[0],
    (await said(desk, 'catalog.impact', 'component:default/hub')).split('\n')[0],
  ];
  const hub = component('hub', 'back');
  entities.push(hub);
  expect(await asked(owned('user:ana'))).toEqual([
    'hub depends on nothing, and 1 depends on it · 1 person',
    'If hub is down: 1 component, 1 in production, 1 person.',
  ]);
  expect(await asked(owned('user:ana', 'front'))).toEqual([
    'hub depends on nothing, and 2 depend on it · 2 owners',
    'If hub is down: 2 components, 2 in production, 2 owners.',
  ]);
});

test('a file for others is written down, and does not go where another organisation reads', async () => {
  const place = { clicked: 'visible', message: '1700000000.000100' } as const;
  const desk = slackOf(world({ entities: shops }), { place });
  await run(desk, 'catalog.deps-file', 'up all 0 component:default/till');
  expect(desk.audited).toMatchObject([
    { action: 'catalog.deps-file', subject: 'component:default/till', detail: { channel: 'C0INCIDENT' } },
  ]);
  const shared = slackOf(world({ entities: shops }), { place, audience: 'shared' });
  await expect(run(shared, 'catalog.deps-file', 'up all 0 component:default/till')).rejects.toThrow();
  expect(shared.uploaded).toEqual([]);
});

test('whom it hits hardest in production stands first, and who has no place is counted', async () => {
  const dependents = Array.from({ length: 10 }, (_, i) => component(`c${i}`, `team-${i}`, { dependsOn: ['resource:disk'] }));
  const trial = [1, 2, 3].map((n) => component(`t${n}`, 'labs', { lifecycle: 'experimental', dependsOn: ['resource:disk'] }));
  const pipe = entity('Resource', 'pipe', { owner: 'labs', dependsOn: ['resource:disk'] });
  const desk = slackOf(world({ entities: [entity('Resource', 'disk', { owner: 'labs' }), ...trial, pipe, ...dependents] }));
  const text = await said(desk, 'catalog.impact', 'resource:default/disk');
  expect(text).toMatch(/^If disk is down: 14 things, 10 in production, 11 teams\.\n• team-0 [^]*• team-7 [^\n]*\n… 3 more teams with 6\n/);
  // A card shows the first of them, those in production, however they were found.
  expect(await said(desk, 'catalog.deps', 'resource:default/disk')).toMatch(/Depended on by \(14\)\n• c0 [^]*• c5 [^\n]*\n… 8 more/);
});

test('of a long way the middle is counted, and away is said before the verdict', async () => {
  const chain = Array.from({ length: 20 }, (_, i) => component(`s${i}`, 'back', { dependsOn: [`component:s${i + 1}`] }));
  const sources = [{ name: 'catalog' }, { name: 'other' }];
  const [first, ...rest] = chain;
  const entities = [...shops.slice(1, 2), ...rest, ...(first ? [{ entity: first, source: 'other' }] : [])];
  const desk = slackOf(world({ entities, sources, freshness: { from: 'memory', asOf: minutesAgo(38) } }));
  const text = await said(desk, 'catalog.deps', 's0 -> s19');
  expect(text).toContain('s5 → … 8 more … → s14');
  expect(text).toMatch(/2 sources · as it was at .*: the database is away · stale/);
});
