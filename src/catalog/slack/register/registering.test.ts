import { expect, test } from 'vitest';
import { ana, messageOf, slackOf } from '../../../../test/support/ask-catalog.ts';
import { looksLike, paperRegistrations } from '../../../../test/support/paper-registrations.ts';
import { minutesAgo, world } from '../../../../test/support/world.ts';
import { renderText } from '../../../cli/render-text.ts';
import { refreshRequest } from './refresh-request.ts';
import { mayRegister, ownWorkspaceOnly, registrationsOf } from './registering.ts';

const command = '/catalog';
const allowing = (allowed: 'everyone' | string[] | undefined) => ({ allowed, registrations: undefined, command }) as const;
const payments = ['group:default/team-payments'];

test.each([
  ['nobody while it is not set', undefined, ana, 'nobody-registers'],
  ['members of the groups', payments, ana, undefined],
  ['nobody else', ['group:default/platform'], ana, 'may-not-register'],
  ['every member', 'everyone' as const, { ...ana, groups: [] }, undefined],
  ['no guest, whatever groups', 'everyone' as const, { ...ana, kind: 'guest' as const }, 'members-only'],
  ['nobody of another organisation', payments, { ...ana, kind: 'external' as const }, 'members-only'],
  ['nobody of whom Slack did not say who it is', 'everyone' as const, { ...ana, kind: 'unknown' as const }, 'unsure'],
  ['not the terminal', 'everyone' as const, { kind: 'operator' as const }, 'members-only'],
])('may register: %s', (_, allowed, viewer, code) => {
  const asked = () => mayRegister(allowing(allowed), { viewer });
  if (code === undefined) expect(asked()).toBe(viewer);
  else expect(asked).toThrow(expect.objectContaining({ code }) as Error);
});

test('only where nobody else reads along, and not while Slack does not say', async () => {
  const here = (facts: Parameters<typeof slackOf>[1]) => ownWorkspaceOnly(slackOf(world({ entities: [] }), facts).ctx);
  await expect(here({ audience: 'workspace' })).resolves.toBeUndefined();
  await expect(here({ audience: 'shared' })).rejects.toMatchObject({ code: 'shared-channel' });
  await expect(here({ audience: 'unknown' })).rejects.toMatchObject({ code: 'audience-unknown' });
  await expect(here({ audience: 'shared', place: { isDm: true } })).resolves.toBeUndefined();
});

test('while the database is away that is said at once', () => {
  const registering = { ...allowing('everyone'), registrations: paperRegistrations(looksLike('shop', 'any'), []) };
  const { directory } = slackOf(world({ entities: [], freshness: { from: 'memory', asOf: minutesAgo(1) } })).ctx;
  expect(() => registrationsOf(registering, { directory })).toThrow(expect.objectContaining({ code: 'database-away' }) as Error);
  expect(registrationsOf(registering, slackOf(world({ entities: [] })).ctx)).toBe(registering.registrations);
});

test('whoever has an organisation looked at is told that its repositories were not', async () => {
  const unchanged = { outcome: 'unchanged' as const, head: null, problems: [], errors: 0, warnings: 0, held: 0 };
  const registrations = {
    ...paperRegistrations(looksLike('shop', 'any'), []),
    refresh: (source: string) => Promise.resolve({ ...unchanged, source }),
  };
  const directory = world({ entities: [], sources: [{ name: 'acme', type: 'github' }, { name: 'shop' }] });
  const said = async (text: string) => {
    const answered = await refreshRequest({ ...allowing('everyone'), registrations }).answer(
      { ...slackOf(directory).ctx, viewer: ana },
      text,
      'asker',
    );
    return renderText(await messageOf(answered));
  };
  expect(await said('acme')).toContain('only its teams and members');
  expect(await said('shop')).not.toContain('teams and members');
});
