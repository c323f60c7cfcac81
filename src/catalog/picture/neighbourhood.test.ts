import { expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { entity, world } from '../../../test/support/world.ts';
import { buildAbove, buildNeighbourhood } from './neighbourhood.ts';
import { mostNodes } from './picture.ts';
import { directTotals, takeaway } from './takeaway.ts';

const component = (name: string, spec: Record<string, unknown> = {}) =>
  entity('Component', name, { type: 'service', lifecycle: 'production', owner: 'team-payments', ...spec });
const team = (name: string) => entity('Group', name, { type: 'team', profile: { displayName: `The ${name}` } });

function around(entities: Parameters<typeof world>[0]['entities'], more: Partial<Parameters<typeof buildNeighbourhood>[1]> = {}) {
  const view = world({ entities, sources: [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-risk'] }] }).for(
    everyone,
  );
  const centre = view.get('component:default/payments-api');
  if (!centre) throw new Error('no centre');
  const drawn = buildNeighbourhood(view, { centre, ways: ['up', 'down'], distance: 2, ...more });
  const learned = takeaway(directTotals(view, centre), drawn);
  return {
    ...drawn,
    learned,
    names: drawn.nodes.map(({ name }) => name),
    lines: drawn.edges.map(({ from, to }) => `${name(from)} -> ${name(to)}`),
  };
}

const name = (id: string) => id.replace(/^\w+:default\//, '');

test('two steps each way, through APIs, with what is not in the catalog', () => {
  const { nodes, lines, learned } = around([
    team('team-payments'),
    component('payments-api', { dependsOn: ['resource:ledger', 'component:ghost'], providesApis: ['payments-v1', 'unused'] }),
    entity('Resource', 'ledger', { type: 'database', owner: 'team-payments', dependsOn: ['resource:disk'] }),
    entity('Resource', 'disk', { dependsOn: ['resource:too-far'] }),
    entity('API', 'payments-v1', { owner: 'team-payments' }),
    entity('API', 'unused', { owner: 'team-payments' }),
    component('checkout', { consumesApis: ['payments-v1'], owner: 'team-web' }),
  ]);
  expect(learned).toBe('1 needed · 1 needs it · 2 teams · 1 not in the catalog');
  expect(lines.toSorted()).toEqual([
    'checkout -> payments-v1',
    'ledger -> disk',
    'payments-api -> ghost',
    'payments-api -> ledger',
    'payments-v1 -> payments-api',
  ]);
  expect(nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'payments-api',
        centre: true,
        owner: { ref: 'group:default/team-payments', name: 'The team-payments' },
      }),
      expect.objectContaining({ name: 'ghost', dangling: true }),
      expect.objectContaining({ name: 'payments-v1', shape: 'api' }),
      expect.objectContaining({ name: 'checkout', owner: { ref: 'group:default/team-web', name: 'team-web' } }),
    ]),
  );
});

test('a cycle is marked, and what is on both sides is drawn once', () => {
  const { edges, names, learned } = around([
    component('payments-api', { dependsOn: ['component:fraud', 'component:log'] }),
    component('fraud', { dependsOn: ['component:risk'] }),
    component('risk', { dependsOn: ['component:payments-api'] }),
    component('log'),
  ]);
  expect(learned).toBe('2 needed · 1 needs it · 1 team · in a cycle');
  expect(edges.filter(({ cycle }) => cycle)).toHaveLength(3);
  expect(edges.filter(({ cycle }) => !cycle).map(({ to }) => name(to))).toEqual(['log']);
  expect(names.toSorted()).toEqual(['fraud', 'log', 'payments-api', 'risk']);
});

test('a cycle that is near is told from one that the thing is in', () => {
  const { learned } = around([
    component('payments-api', { dependsOn: ['component:fraud'] }),
    component('fraud', { dependsOn: ['component:risk'] }),
    component('risk', { dependsOn: ['component:fraud'] }),
  ]);
  expect(learned).toBe('1 needed · 0 need it · 1 team · a cycle nearby');
});

test('what has no place is folded by owner and counted; production comes first', () => {
  const many = Array.from({ length: 100 }, (_, n) =>
    component(`service-${n}`, {
      dependsOn: ['component:payments-api'],
      lifecycle: n < 90 ? 'experimental' : 'production',
      owner: n < 60 ? 'team-web' : `team-${n % 7}`,
    }),
  );
  const { nodes, edges } = around([component('payments-api', { dependsOn: ['resource:ledger'] }), entity('Resource', 'ledger'), ...many]);
  expect(nodes).toHaveLength(1 + 1 + 20);
  const names = nodes.map((node) => node.name);
  for (let n = 90; n < 100; n += 1) expect(names).toContain(`service-${n}`);
  const folds = nodes.filter(({ shape }) => shape === 'fold');
  const counted = folds.reduce((sum, fold) => sum + Number.parseInt(fold.name), 0);
  expect(counted + names.filter((one) => one.startsWith('service-')).length).toBe(100);
  expect(folds.map(({ owner }) => owner?.name)).toContain('team-web');
  expect(folds.at(-1)?.name).toMatch(/^\d+ more of \d owners$/);
  for (const { id } of folds) expect(edges).toContainEqual({ from: id, to: 'component:default/payments-api', kind: 'depends' });
});

test('those who use an API are as near as the API, so that as many are drawn and folded as are counted', () => {
  const users = Array.from({ length: 90 }, (_, n) => component(`user-${n}`, { consumesApis: ['payments-v1'], owner: 'team-web' }));
  const { nodes, edges, learned } = around([
    component('payments-api', { providesApis: ['payments-v1'] }),
    entity('API', 'payments-v1', { owner: 'team-payments' }),
    ...users,
  ]);
  expect(learned).toBe('0 needed · 90 need it · 1 team');
  const drawn = nodes.filter(({ name: one }) => one.startsWith('user-')).length;
  const fold = nodes.find(({ shape }) => shape === 'fold');
  expect(fold).toMatchObject({ name: `${90 - drawn} more`, owner: { name: 'team-web' } });
  expect(edges).toContainEqual({ from: fold?.id, to: 'api:default/payments-v1', kind: 'api' });
});

test('both sides get their part of the places, and every end of an edge is drawn', () => {
  const both = Array.from({ length: 60 }, (_, n) => [
    component(`above-${n}`, { dependsOn: ['component:payments-api', `component:below-${n}`], owner: `team-${n % 9}` }),
    component(`below-${n}`, { owner: `team-${n % 9}`, dependsOn: n > 50 ? ['component:payments-api'] : [] }),
    component(`above-above-${n}`, { dependsOn: [`component:above-${n}`], owner: `team-${n}` }),
  ]).flat();
  const dependsOn = Array.from({ length: 60 }, (_, n) => `component:below-${n}`);
  const { nodes, edges, names } = around([component('payments-api', { dependsOn }), ...both]);
  expect(nodes.length).toBeLessThanOrEqual(mostNodes);
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  expect(names.filter((one) => one.startsWith('above-')).length).toBeGreaterThan(10);
  expect(names.filter((one) => one.startsWith('below-')).length).toBeGreaterThan(10);
  const ids = new Set(nodes.map(({ id }) => id));
  for (const { from, to } of edges) expect(ids.has(from) && ids.has(to)).toBe(true);
  // Above the centre is what needs it, below what it needs; nothing is drawn past it.
  expect(edges.filter(({ from, to }) => from.includes('/above-') && to.includes('/below-'))).toEqual([]);
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  expect(nodes.filter(({ id }) => !joined.has(id))).toEqual([]);
});

test('what others may not see is not drawn for them, and not counted', () => {
  const secret = (n: number) => ({ entity: component(`secret-${n}`, { dependsOn: ['component:payments-api'] }), source: 'secret' });
  const { names } = around([
    component('payments-api'),
    component('checkout', { dependsOn: ['component:payments-api'] }),
    ...[1, 2, 3].map(secret),
  ]);
  expect(names).toEqual(['payments-api', 'checkout']);
});

test('a thing that thousands need takes no longer than it has neighbours', () => {
  const hub = Array.from({ length: 200 }, (_, n) => component(`service-${n}`, { dependsOn: ['component:payments-api'] }));
  const view = world({ entities: [component('payments-api'), ...hub] }).for(everyone);
  let steps = 0;
  const needs = () => {
    const graph = view.needs();
    return { ...graph, visit: (...args: Parameters<typeof graph.visit>) => ((steps += 1), graph.visit(...args)) };
  };
  const centre = view.get('component:default/payments-api');
  if (!centre) throw new Error('no centre');
  buildNeighbourhood({ ...view, needs }, { centre, ways: ['up'], distance: 9 });
  // The centre's, and those among what is drawn.
  expect(steps).toBeLessThan(1 + mostNodes);
});

test('all that needs a thing, by distance: what is further away than there is room for is counted', () => {
  const direct = Array.from({ length: 12 }, (_, n) =>
    component(`one-${n}`, { dependsOn: ['component:payments-api'], owner: `team-${n % 2}` }),
  );
  const second = Array.from({ length: 60 }, (_, n) =>
    component(`two-${n}`, { dependsOn: [`component:one-${n % 12}`], owner: `team-${n % 9}` }),
  );
  const third = Array.from({ length: 30 }, (_, n) => component(`three-${n}`, { dependsOn: [`component:two-${n}`] }));
  const view = world({ entities: [component('payments-api', { dependsOn: ['resource:ledger'] }), ...direct, ...second, ...third] }).for(
    everyone,
  );
  const centre = view.get('component:default/payments-api');
  if (!centre) throw new Error('no centre');
  const { nodes, edges } = buildAbove(view, { centre, total: 102 });
  expect(nodes.length).toBeLessThanOrEqual(mostNodes);
  expect(nodes.map((node) => node.name)).not.toContain('ledger');
  const numbers = nodes.filter(({ shape }) => shape === 'fold').map((fold) => Number.parseInt(fold.name));
  const drawn = nodes.filter(({ shape, centre: isCentre }) => shape !== 'fold' && !isCentre).length;
  expect(drawn + numbers.reduce((sum, one) => sum + one, 0)).toBe(102);
  expect(nodes.at(-1)).toMatchObject({ name: '30 further away', shape: 'fold' });
  const ids = new Set(nodes.map(({ id }) => id));
  for (const { from, to } of edges) expect(ids.has(from) && ids.has(to)).toBe(true);
  expect(edges.some(({ from }) => from === 'up further')).toBe(true);
  const all = buildAbove(world({ entities: [component('payments-api'), ...direct] }).for(everyone), { centre, total: 12 });
  expect(all.nodes.filter(({ shape }) => shape === 'fold')).toEqual([]);
});
