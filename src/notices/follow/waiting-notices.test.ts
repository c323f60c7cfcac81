import { expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { onDatabase } from '../../../test/support/databases.ts';
import { startFollowWorld } from '../../../test/support/follow-world.ts';
import type { Doc } from '../../../test/support/scripted-source.ts';
import { renderText } from '../../../src/cli/render-text.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { followingCardFor } from '../slack/follow/following-card-for.ts';

/** Slack takes no messages for hours: what becomes of the notices that wait for it. */

const cart: Doc = { name: 'cart', owner: 'team-a', spec: { lifecycle: 'experimental' } };
const teams: Doc[] = ['team-a', 'team-b'].map((name) => ({
  name,
  kind: 'Group',
  spec: { type: 'team', profile: { displayName: name.toUpperCase() } },
}));
const ana: Doc = { name: 'ana', kind: 'User', spec: { profile: { email: 'ana@acme.test' }, memberOf: ['team-a'] } };
const base = [...teams, ana, cart];
const ref = 'component:default/cart';
const changed = (spec: object, owner = 'team-a'): Doc[] => [...teams, ana, { ...cart, owner, spec: { ...cart.spec, ...spec } }];

onDatabase('pglite', (_name, open) => {
  test('what waits for Slack is told only to whom may still know of it, and still wants to', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', [...base, { ...cart, name: 'other' }]);
    const takeover: Doc = { name: 'takeover', owner: 'team-a', spec: { lifecycle: 'plan' } };
    await world.syncClosed('c1', [takeover]);
    for (const name of ['takeover', 'cart', 'other']) await world.follow('U0ANA', `component:default/${name}`);
    await world.follow('C0PAYMENTS', ref);
    world.slack.faults.set('chat.postMessage', { error: 'fatal_error' });
    await world.syncClosed('c2', [{ ...takeover, spec: { lifecycle: 'hushed' } }]);
    await world.sync('h2', [...changed({ lifecycle: 'production' }), { ...cart, name: 'other', spec: { lifecycle: 'production' } }]);
    await world.told();
    expect(await world.states()).toEqual({ planned: 2 });
    world.slack.faults.clear();

    // She leaves the team, and follows one of them no more; the channel wants nothing more of it.
    await world.follows.unfollow({ subscriber: 'U0ANA', uid: world.uidOf('component:default/other') });
    await world.sync('h3', [...teams, { ...ana, spec: { memberOf: [] } }, { ...cart, spec: { lifecycle: 'production' } }]);
    await world.follows.mute({ subscriber: 'C0PAYMENTS', by: 'U0ANA', now: world.clock.now() });
    world.later(700_000);
    await world.send();
    const [told = '', ...others] = await world.read('D0ANA');
    expect(others).toEqual([]);
    expect(told).toMatch(/cart.* is .*production/);
    expect(told).not.toMatch(/takeover|hushed|other/);
    expect(await world.read('C0PAYMENTS')).toEqual([]);
    expect(await world.states()).toEqual({ failed: 1, sent: 1 });
  });

  test('what Slack refuses for hours is given up and not told again, and it is known how much that was', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('C0PAYMENTS', ref);
    const following = { follows: world.follows, command: '/catalog' } as const;
    const ctx = { directory: world.directory, db: open().db, clock: world.clock, log: silentLog, viewer: everyone };
    const listed = async () =>
      renderText(await followingCardFor(following, ctx, { subscriber: 'C0PAYMENTS', isChannel: true, open: true }));
    expect(await listed()).not.toContain('did not arrive');
    world.slack.faults.set('chat.postMessage', { error: 'fatal_error' });
    await world.sync('h2', changed({ lifecycle: 'production' }, 'team-b'));
    await world.told();
    expect(await listed()).toMatch(
      /This channel follows 1 thing.*1 message with 2 changes did not arrive, .*: Slack did not take it \(failed\)\. One is tried again\.\n/s,
    );
    for (let hours = 0; hours < 6; hours += 1) {
      world.later(3600_000);
      await world.told();
    }
    expect(await world.states()).toEqual({ failed: 1 });
    expect(await listed()).toMatch(/\(failed\)\. What is given up is not told again; \/catalog history/);
    world.slack.faults.clear();
    await world.sync('h3', changed({ lifecycle: 'retired' }, 'team-b'));
    await world.told();
    expect(await world.read('C0PAYMENTS')).toEqual([expect.stringMatching(/^cart is retired now; it was production/)]);
    expect(await listed()).toContain('1 message with 2 changes did not arrive');
    world.later(7 * 24 * 3600_000);
    expect(await listed()).not.toContain('did not arrive');
  });
});
