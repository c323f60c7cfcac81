import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import { startFollowWorld } from '../../../test/support/follow-world.ts';
import { forgetFollows } from './follows.ts';
import type { Doc } from '../../../test/support/scripted-source.ts';

/** People and channels are told what happens to what they follow: once, folded, and nothing that they may not see. */

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
const needing = (n: number): Doc[] =>
  Array.from({ length: n }, (_, i) => ({ name: `app-${String(i).padStart(4, '0')}`, spec: { dependsOn: ['component:cart'] } }));

eachDatabase((_name, open) => {
  test('another owner, lifecycle and new dependents of one sync are one message, a minute later, once; what was before is not told', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('U0ANA', ref);
    await world.follow('C0PAYMENTS', ref);
    await world.told();
    expect(await world.states()).toEqual({});

    await world.sync('h2', [...changed({ lifecycle: 'production' }, 'team-b'), ...needing(7)]);
    await world.plan();
    expect(await world.states()).toEqual({});
    await world.told();
    await world.told();
    const [told = '', ...others] = await world.read('C0PAYMENTS');
    expect(others).toEqual([]);
    expect(told).toMatch(/3 changes\** to what this channel follows/);
    expect(told).toMatch(/cart.* is owned by .*TEAM-B.* now; it was .*TEAM-A/);
    expect(told).toMatch(/cart.* is .*production.* now; it was .*experimental/);
    expect(told).toMatch(/cart.* has 7 new dependents: app-0000, app-0001, app-0002, app-0003, app-0004, 2 more depend on it now/);
    expect(await world.read('D0ANA')).toEqual([expect.stringContaining('to what you follow')]);
    expect(await world.states()).toEqual({ sent: 2 });
  });

  test('1,000 changes in one sync are one message; what follows within ten minutes is the next', async () => {
    const world = await startFollowWorld(open());
    const many = Array.from({ length: 150 }, (_, n): Doc => ({ name: `part-${n}`, spec: { lifecycle: 'a' } }));
    await world.sync('h1', many);
    for (const { name } of many) await world.follow('U0ANA', `component:default/${name}`);
    // 150 followed things, seven new dependents each in files of their own, and their lifecycles.
    const users = Array.from({ length: 850 }, (_, n): Doc => ({ name: `user-${n}`, spec: { dependsOn: [`component:part-${n % 150}`] } }));
    await world.sync('h2', [...many.map((doc) => ({ ...doc, spec: { lifecycle: 'b' } })), ...users]);
    await world.told();
    const [told = '', ...others] = await world.read('D0ANA');
    expect(others).toEqual([]);
    expect(told).toMatch(/300 changes\** to what you follow/);
    expect(told).toContain('10 of 300 are shown, gravest first.');
    const rows = await open().db.rows<{ n: number }>(sql`select count(*)::int as n from catalog_change where commit = 'h2'`);
    expect(rows).toEqual([{ n: 1000 }]);

    await world.sync('h3', [...many, ...users]);
    await world.told();
    expect(await world.read('D0ANA')).toHaveLength(1);
    world.later(600_000);
    await world.told();
    expect(await world.read('D0ANA')).toHaveLength(2);
  });

  test('a removal is told with who and when; what comes back is followed still, and after thirty days no more', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('C0PAYMENTS', ref);
    await world.sync('h2', base.slice(0, -1));
    await world.removedBy('Cleo');
    await world.told();
    const [told = ''] = await world.read('C0PAYMENTS');
    expect(told).toMatch(/cart.* was removed by Cleo\. It was owned by .*TEAM-A.*abc1234.*2026-11-23/s);
    world.later(600_000);
    await world.sync('h3', base);
    await world.told();
    expect((await world.read('C0PAYMENTS'))[1]).toMatch(/cart.* is back in the catalog/);
    expect(await world.states()).toEqual({ sent: 2 });
    const forgotten = (before: Date) => forgetFollows(open().db, before, 500);
    expect(await forgotten(world.clock.now())).toBe(0);
    await world.sync('h4', base.slice(0, -1));
    expect(await forgotten(world.clock.now())).toBe(0);
    world.later(1000);
    expect(await forgotten(world.clock.now())).toBe(1);
    await world.follows.read();
    expect(world.follows.of('C0PAYMENTS')).toEqual([]);
  });

  test('whatever moment a process ends at, the next one tells everything, once', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('C0PAYMENTS', ref);
    let told = 0;
    for (const moment of ['before it looked', 'after it looked', 'after it planned', 'between post and write', 'long after'] as const) {
      await world.sync(`h-${moment}`, changed({ lifecycle: moment }));
      if (moment !== 'before it looked') await world.plan();
      if (moment === 'after it planned' || moment === 'between post and write') {
        world.later(61_000);
        await world.plan();
      }
      if (moment === 'between post and write') {
        const { promise: gone, resolve: end } = Promise.withResolvers<void>();
        const dying = {
          ...world.outbox,
          post: async (...to: Parameters<typeof world.outbox.post>) => (
            await world.outbox.post(...to),
            end(),
            new Promise<never>(() => undefined)
          ),
        };
        await Promise.race([world.send(dying), gone]);
      }
      world.restart();
      if (moment === 'long after') world.later(3 * 3600_000);
      await world.told();
      world.later(61_000);
      await world.send();
      told += 1;
      const saying = (await world.read('C0PAYMENTS')).filter((post) => new RegExp(`is .*${moment}.* now`).test(post));
      expect(saying, moment).toHaveLength(1);
      world.later(700_000);
      world.restart();
      await world.told();
      expect(await world.read('C0PAYMENTS')).toHaveLength(told);
    }
    expect(await world.states()).toEqual({ sent: 5 });
  });
});

onDatabase('pglite', (_name, open) => {
  test('nobody is told of what they may not see, or not any more; a channel only of what everyone may see', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    const takeover: Doc = { name: 'takeover', owner: 'team-a', spec: { lifecycle: 'plan', dependsOn: ['component:cart'] } };
    await world.syncClosed('c1', [takeover]);
    for (const subscriber of ['U0ANA', 'C0PAYMENTS'])
      for (const one of [ref, 'component:default/takeover']) await world.follow(subscriber, one);
    const spec = { lifecycle: 'done', dependsOn: ['component:cart'] };
    await world.syncClosed('c2', [
      { ...takeover, spec },
      { ...takeover, name: 'merger', spec },
    ]);
    await world.told();
    expect(await world.read('C0PAYMENTS')).toEqual([]);
    const [told = ''] = await world.read('D0ANA');
    expect(told).toMatch(/takeover.* is .*done/);
    expect(told).toMatch(/cart.* has 1 new dependent: merger depends on it now/);

    world.later(700_000);
    await world.sync('h2', [...teams, { ...ana, spec: { ...ana.spec, memberOf: [] } }, cart]);
    await world.syncClosed('c3', [{ ...takeover, spec: { lifecycle: 'secret again' } }]);
    await world.told();
    expect(await world.read('D0ANA')).toHaveLength(1);
  });

  test('a channel that another organisation can read, and one that the app is not in, get nothing', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    for (const channel of ['C0PAYMENTS', 'C0PLATFORM']) await world.follow(channel, ref);
    world.slack.channels.set('C0PAYMENTS', { id: 'C0PAYMENTS', name: 'team-payments', is_member: true, is_ext_shared: true });
    world.slack.channels.set('C0PLATFORM', { id: 'C0PLATFORM', name: 'platform', is_member: false });
    await world.sync('h2', changed({ lifecycle: 'production' }));
    await world.told();
    expect(await world.states()).toEqual({ failed: 1, planned: 1 });
    expect(world.slack.of('chat.postMessage').filter(({ result }) => result === 'ok')).toEqual([]);
  });

  test('a rename is told, and what it is called now is followed; what takes its old name is not', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('C0PAYMENTS', ref);
    const uid = world.uidOf(ref);
    await world.sync('h2', [...teams, ana, { ...cart, name: 'basket' }]);
    expect(world.uidOf('component:default/basket')).toBe(uid);
    await world.told();
    world.later(600_000);
    await world.sync('h3', [...teams, ana, { ...cart, name: 'basket', owner: 'team-b' }, { ...cart, description: 'Another.' }]);
    await world.told();
    const posts = await world.read('C0PAYMENTS');
    expect(posts).toEqual([
      expect.stringMatching(/basket.* is the new name of .*cart/),
      expect.stringMatching(/basket.* is owned by .*TEAM-B/),
    ]);
  });

  test('who consumes an API depends on whoever provides it; a team hears of what it owns, a system of its parts', async () => {
    const world = await startFollowWorld(open());
    const api: Doc = { name: 'cart-v1', kind: 'API' };
    const shop: Doc = { name: 'shop', kind: 'System' };
    const provider: Doc = { ...cart, spec: { ...cart.spec, providesApis: ['cart-v1'] } };
    const caller = (spec: Record<string, unknown>, owner = 'team-a'): Doc => ({ name: 'caller', owner, spec });
    await world.sync('h1', [...teams, api, shop, provider, caller({ dependsOn: ['component:other'] })]);
    for (const one of [ref, 'group:default/team-b', 'system:default/shop']) await world.follow('C0PAYMENTS', one);
    await world.sync('h2', [
      ...teams,
      api,
      shop,
      provider,
      caller({ dependsOn: ['component:other'], consumesApis: ['cart-v1'], system: 'shop' }, 'team-b'),
    ]);
    await world.told();
    const [told = ''] = await world.read('C0PAYMENTS');
    expect(told).toMatch(/cart.* has 1 new dependent: caller depends on it now, through cart-v1/);
    expect(told).toMatch(/TEAM-B.* has 1 new thing: caller is owned by it now/);
    expect(told).toMatch(/shop.* has 1 new part: caller is part of it now/);
  });

  test('muted, nothing is told and the message says so; brought back, what came meanwhile stays untold', async () => {
    const world = await startFollowWorld(open());
    await world.sync('h1', base);
    await world.follow('C0PAYMENTS', ref);
    await world.sync('h2', changed({ lifecycle: 'production' }));
    await world.told();
    await world.follows.mute({ subscriber: 'C0PAYMENTS', by: 'U0ANA', now: world.clock.now() });
    expect(world.follows.isMuted('C0PAYMENTS')).toBe(true);
    await world.send();
    expect(await world.read('C0PAYMENTS')).toEqual([expect.stringContaining('Muted: no more of these come here.')]);
    world.later(600_000);
    await world.sync('h3', changed({ lifecycle: 'deprecated' }));
    await world.told();
    expect(await world.follows.unmute({ subscriber: 'C0PAYMENTS', now: world.clock.now() })).toBe(true);
    await world.told();
    expect(await world.read('C0PAYMENTS')).toEqual([expect.not.stringContaining('Muted')]);
    await world.sync('h4', changed({ lifecycle: 'retired' }));
    await world.told();
    expect((await world.read('C0PAYMENTS'))[1]).toMatch(/is .*retired.* now; it was .*deprecated/);
    expect(await world.follows.unfollow({ subscriber: 'C0PAYMENTS', uid: world.uidOf(ref) })).toBe(true);
    world.later(600_000);
    await world.sync('h5', base);
    await world.told();
    expect(await world.read('C0PAYMENTS')).toHaveLength(2);
  });
});
