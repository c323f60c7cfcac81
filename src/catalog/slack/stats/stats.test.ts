import { expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { messageOf, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, world } from '../../../../test/support/world.ts';
import { countThings } from '../../stats/count-things.ts';

const docs = { 'backstage.io/techdocs-ref': 'dir:.' };
const more = [
  entity('Component', 'lonely', { type: 'service', lifecycle: 'Production' }, { description: 'Has no owner', annotations: docs }),
  entity('Component', 'linked', { type: 'service', owner: 'team-web' }, { links: [{ url: 'https://x.test', title: 'Docs' }] }),
];
const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const directory = world({ entities: [...paymentsCompany, ...more, secret], sources });
const desk = (place = {}) => slackOf(directory, { place });

test('each thing is counted once, and only where it can have what is counted', () => {
  const view = directory.for(everyone);
  expect(countThings(view, [...view.entries()])).toMatchObject({
    total: 18,
    owned: { value: 8, of: 10 },
    described: { value: 1, of: 10 },
    documented: { value: 2, of: 9 },
    dangling: 1,
    ownerless: 1,
    lifecycles: [
      { name: 'production', total: 4 },
      { name: 'deprecated', total: 1 },
      { name: 'experimental', total: 1 },
    ],
    ownedByKind: [
      { kind: 'component', value: 4, of: 6 },
      { kind: 'api', value: 1, of: 1 },
      { kind: 'resource', value: 1, of: 1 },
      { kind: 'system', value: 1, of: 1 },
      { kind: 'domain', value: 1, of: 1 },
    ],
  });
});

test('at once as text, of all or of what fits, and no more than the reader may see', async () => {
  const said = await request(desk(), 'catalog.stats', '');
  expect(said).toMatch(/^19 things in the catalog: 82 % owned, 9 % described, 20 % documented\./);
  expect(said).toContain('██████████░░ With an owner: 9 of 11 (82 %)');
  expect(said).toContain('1 owner not in the catalog · 1 thing without an owner');
  expect(await request(desk(), 'catalog.stats', '', 'others')).toMatch(/^18 things in the catalog/);
  expect(await request(desk(), 'catalog.stats', 'kind:api')).toMatch(/^1 thing for kind:api: 100 % owned/);
  expect(await request(desk(), 'catalog.stats', 'zzzzzz')).toMatch(/^Nothing in the catalog fits zzzzzz\./);
  expect(await request(desk(), 'catalog.stats', 'kind:user')).toBe('2 things for kind:user, of a kind that has no owner.\n2 people');
  expect(await request(desk(), 'catalog.stats', 'colour:red')).toMatch(/^There is no filter colour\./);
  expect(await request(desk(), 'catalog.stats', 'owner:me', 'others')).toMatch(/^4 things for owner:me/);
  const { statsRequest } = await import('./stats-request.ts');
  const hostile = await messageOf(statsRequest().answer(desk().ctx, { text: '<!channel> *x*' }, 'asker'));
  expect(checkMessage(hostile)).toEqual([]);
});

test('what is nearly all is not called all, and what only comes near in writing is not counted', async () => {
  const owned = Array.from({ length: 299 }, (_, n) => entity('Component', `shard-${n}`, { type: 'service', owner: 'team-web' }));
  const here = slackOf(world({ entities: [...paymentsCompany, ...owned, entity('Component', 'shard-x', { type: 'service' })] }));
  expect(await request(here, 'catalog.stats', 'shard')).toContain('over 99 % owned');
  expect(await request(here, 'catalog.stats', 'paymnts-api')).toMatch(/^Nothing is written like paymnts-api/);
});

test('as a picture on request: for the asker alone, or in the thread of what others read', async () => {
  const here = desk({ clicked: 'ephemeral' });
  expect((await messageOf(run(here, 'catalog.stats-chart', '*'))).text).toBe('The chart is in our direct messages.');
  expect(here.uploaded).toMatchObject([
    { channel: 'U0ANA', file: { name: 'catalog-stats.png', altText: expect.stringContaining('9 of 11') } },
  ]);
  expect((await messageOf(run(here, 'catalog.stats-chart', 'kind:user'))).text).toContain('nothing to draw');
  const shared = desk({ clicked: 'visible', message: '17.1' });
  expect(await run(shared, 'catalog.stats-chart', '*')).toEqual({ kind: 'none' });
  expect(shared.uploaded).toMatchObject([{ channel: 'C0INCIDENT', thread: '17.1', file: { altText: expect.stringContaining('8 of 10') } }]);
});
