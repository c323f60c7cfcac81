import { expect, test } from 'vitest';
import { messageOf, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, world } from '../../../../test/support/world.ts';

const many = Array.from({ length: 300 }, (_, n) =>
  entity('Component', `shard-${n}`, { type: 'service', lifecycle: 'production', owner: 'team-web' }),
);
const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const desk = (place = {}) => slackOf(world({ entities: [...paymentsCompany, ...many, secret], sources }), { place });

test('a page of what fits, counted by kind, a card a button away, and the way to the next', async () => {
  const said = (await request(desk(), 'catalog.search', 'shard owner:team-web')).split('\n');
  expect(said.slice(0, 3)).toEqual([
    '300 things fit shard owner:team-web.',
    '300 components (300 in production)',
    'shard-0 · Service in production · team-web  [Show Card]',
  ]);
  expect(said.at(-2)).toBe('1–8 of 300');
  expect(said.at(-1)).toBe('[Next]');
  const message = await messageOf(run(desk(), 'catalog.search-page', '8 shard owner:team-web'));
  expect(checkMessage(message)).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(12);
  expect(JSON.stringify(message)).toContain('9–16 of 300');
  expect(JSON.stringify(message)).toMatch(/"value":"0 shard owner:team-web".*"value":"16 shard owner:team-web"/);
  const last = JSON.stringify(await run(desk(), 'catalog.search-page', '192 shard'));
  expect(last).toContain('say more of what you look for');
  expect(last).not.toContain('"Next"');
});

test('nothing, a filter that there is not, and a word with a wrong letter are explained', async () => {
  expect(await request(desk(), 'catalog.search', 'lifecycle:prodction')).toContain(
    'No lifecycle is called prodction. Did you mean production?',
  );
  expect(await request(desk(), 'catalog.search', 'kind:servise')).toMatch(/No kind is called servise\. There are component, .*group/);
  expect(await request(desk(), 'catalog.search', '?filter=kind=servise&filter=kind=grup')).toContain(
    'No kind is called grup. Did you mean group?',
  );
  expect(await request(desk(), 'catalog.search', 'colour:red')).toMatch(/^There is no filter colour\.\nThere are kind type/);
  expect(await request(desk(), 'catalog.search', 'paymnts-api')).toMatch(/^Nothing is written like paymnts-api; 1 thing comes near\./);
  expect(await request(desk(), 'catalog.search', '')).toMatch(/things are in the catalog/);
  const hostile = await messageOf(run(desk(), 'catalog.search-page', '0 <!channel> `x` *y* kind:<!here>'));
  expect(checkMessage(hostile)).toEqual([]);
  expect(JSON.stringify(hostile.blocks)).not.toContain('<!');
});

test('what only some may see is found by them alone, and not on a page that others read', async () => {
  expect(await request(desk(), 'catalog.search', 'takeover')).toMatch(/^1 thing fits takeover/);
  expect(await request(desk(), 'catalog.search', 'takeover', 'others')).toMatch(/^Nothing in the catalog fits takeover/);
  const turned = await run(desk({ clicked: 'visible' }), 'catalog.search-page', '0 takeover');
  expect(turned).toMatchObject({ visibility: 'in_channel', message: { text: 'Nothing in the catalog fits takeover.' } });
  // What is one's own is told to oneself, wherever it was asked.
  expect(await request(desk(), 'catalog.search', 'owner:me', 'others')).toContain('takeover');
});
