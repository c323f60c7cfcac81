import { expect, test } from 'vitest';
import { namedMatcher } from './named-paths.ts';

test('what is named from elsewhere is read as what a Location names at home', () => {
  const named = ['/services/*.yaml', './catalog/{teams,people}.yaml', 'all/[a-c].yaml', 'odd[1].yaml'];
  const matches = namedMatcher(named.map((path) => ({ path, optional: false })));
  const paths = [
    'services/a.yaml',
    'services/a/b.yaml',
    'catalog/teams.yaml',
    'catalog/systems.yaml',
    'all/b.yaml',
    'all/d.yaml',
    'odd[1].yaml',
  ];
  expect(paths.filter(matches)).toEqual(['services/a.yaml', 'catalog/teams.yaml', 'all/b.yaml', 'odd[1].yaml']);
});
