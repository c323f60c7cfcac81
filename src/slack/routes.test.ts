import { expect, test } from 'vitest';
import { UserError } from '#core/user-error.ts';
import { buildRoutes } from './routes.ts';

test('renaming a command that does not exist is the operator’s slip, told with what there is', () => {
  expect(() => buildRoutes([], { '/whoown': '/owner' })).toThrow(UserError);
  expect(() => buildRoutes([], { '/whoown': '/owner' })).toThrow('slack.commands renames /whoown, which is not a command.');
});
