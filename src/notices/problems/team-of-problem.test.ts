import { expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { entity, world } from '../../../test/support/world.ts';
import { teamFinder } from './team-of-problem.ts';

const directory = world({
  entities: [
    { entity: entity('Group', 'pay'), path: 'org/teams.yaml' },
    { entity: entity('Group', 'web'), path: 'org/teams.yaml' },
    { entity: entity('User', 'ana', { memberOf: ['pay'] }), path: 'org/people.yaml' },
    { entity: entity('Component', 'cart', { owner: 'web' }), path: 'shop/cart/catalog-info.yaml' },
    { entity: entity('Component', 'mail', { owner: 'user:ana' }), path: 'shop/mail.yaml' },
    { entity: entity('System', 'shop', { owner: 'web' }), path: 'shop/catalog-info.yaml' },
    { entity: entity('Component', 'lost', { owner: 'ghost' }), path: 'lost.yaml' },
    { entity: entity('Component', 'top', { owner: 'pay' }), path: 'catalog-info.yaml' },
    { entity: entity('Component', 'far', { owner: 'web' }), path: 'far/x.yaml', source: 'other' },
  ],
  sources: [{ name: 'catalog' }, { name: 'other' }],
});

function teamOf(path: string, ref?: string, source = 'catalog'): string | undefined {
  const place = { source, path, ...(ref !== undefined && { ref }) };
  return teamFinder(directory.for(everyone), [place])(place)?.replace('group:default/', '');
}

test('the team of the entity itself comes first, wherever its file lies; a person stands for their group', () => {
  expect(teamOf('elsewhere.yaml', 'component:default/cart')).toBe('web');
  expect(teamOf('elsewhere.yaml', 'component:default/mail')).toBe('pay');
  expect(teamOf('org/teams.yaml', 'group:default/web')).toBe('web');
});

test('a file that claims what another source describes is not for the team of that', () => {
  expect(teamOf('far/x.yaml', 'group:default/pay', 'other')).toBe('web');
  expect(teamOf('catalog-info.yaml', 'component:default/top', 'other')).toBeUndefined();
});

test('then that of its file, of its folder and of the folders above', () => {
  expect(teamOf('shop/cart/catalog-info.yaml')).toBe('web');
  expect(teamOf('shop/cart/deep/new.yaml')).toBe('web');
  expect(teamOf('unheard/of/new.yaml')).toBe('pay');
  expect(teamOf('lost.yaml', 'component:default/lost')).toBe('pay');
});

test('two teams that are equally near are no answer, and another source is not near', () => {
  expect(teamOf('shop/new.yaml')).toBeUndefined();
  expect(teamOf('new.yaml', undefined, 'other')).toBeUndefined();
  expect(teamOf('far/new.yaml', undefined, 'other')).toBe('web');
});
