import { sql } from 'drizzle-orm/sql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { acme, organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import { component } from '../../../test/support/source-world.ts';
import { lookAtOrganisation } from './look-at-organisation.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';

const path = 'catalog-info.yaml';
const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

eachDatabase((_name, open) => {
  let world: OrganisationWorld;

  beforeEach(() => {
    world = organisationWorld(open(), pool);
  });

  describe('when GitHub does not answer', () => {
    const limited = new SourceUnavailable('failed', 'The limit of requests is used up until 12:30.', 'Wait.');
    const names = Array.from({ length: 100 }, (_, n) => `r${String(n).padStart(3, '0')}`);

    beforeEach(() => {
      for (const name of names) world.github.put(name, { name, files: { [path]: component(name) } });
      for (let n = 0; n < 60; n++) world.github.put(`more-${n}`, { name: `more-${n}`, files: {} });
    });

    it('half a list removes nothing, and says why', async () => {
      await world.look();
      world.spent();
      world.github.faults.set(2, limited);
      for (const name of names) world.github.all.delete(name);
      for (let n = 0; n < 60; n++) world.github.put(`yet-${n}`, { name: `yet-${n}` });
      expect(await world.look()).toEqual(['acme unavailable']);
      expect(await world.entities()).toHaveLength(100);
      expect((await world.rows()).filter(({ ok }) => !ok)).toMatchObject([{ name: 'acme', errorCode: 'failed' }]);
    });

    it('an empty list, as credentials without rights get, removes nothing', async () => {
      await world.look();
      world.github.all.clear();
      expect(await world.look()).toEqual(['acme unavailable']);
      expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt)).toEqual([]);
    });

    it('what was read stays, and the next look goes on from there', async () => {
      // Two pages, then two batches are read; from then on nothing is.
      for (let n = 5; n < 60; n++) world.github.faults.set(n, limited);
      expect(await world.look()).toContain('acme unavailable');
      expect(await world.entities()).toHaveLength(80);
      expect((await world.rows()).filter(({ ok }) => !ok)).toHaveLength(81);
      world.github.faults.clear();
      world.spent();
      expect(await world.look()).toContain('acme synced');
      expect(world.spent()).toEqual({ requests: 2 + 2, reads: 20 });
      expect(await world.entities()).toHaveLength(100);
      expect((await world.rows()).filter(({ ok }) => !ok)).toEqual([]);
    });

    it('a process that dies on the way leaves what it had read', async () => {
      const dying = new AbortController();
      world.github.before = () => {
        if (world.github.requests === 4) dying.abort();
      };
      await reconcileSources(world.deps.ctx, [acme]);
      const dead = lookAtOrganisation(world.deps, acme, { signal: dying.signal });
      world.github.faults.set(4, new Error('gone'));
      await expect(dead).rejects.toThrow();
      expect(await world.entities()).toHaveLength(40);
      world.github.before = () => undefined;
      world.github.faults.clear();
      world.spent();
      await world.look();
      expect(world.spent().reads).toBe(60);
      expect(await world.entities()).toHaveLength(100);
    });

    it('one file that is too much for it keeps no other from being read', async () => {
      const files = world.github.files.bind(world.github);
      world.github.files = (wanted) => (wanted.some(({ repository }) => repository === 'r007') ? Promise.reject(limited) : files(wanted));
      await world.look();
      expect(await world.entities()).toHaveLength(99);
      expect((await world.rows()).filter(({ ok }) => !ok)).toMatchObject([{ name: 'acme/r007', errorCode: 'failed' }]);
    });
  });

  it('takes teams and members from GitHub as a whole, and only where it is an authority', async () => {
    const url = 'https://github.com/x';
    const team = { description: null, url };
    world.github.peopleThere = {
      teams: [
        { ...team, slug: 'commerce', name: 'Commerce', parent: null, members: [] },
        { ...team, slug: 'payments', name: 'Payments', parent: 'commerce', members: ['bo', 'ana'] },
      ],
      members: [
        { login: 'ana', name: 'Ana', email: 'ana@acme.example', url },
        { login: 'bo', name: null, email: null, url },
      ],
    };
    await world.look();
    expect(await world.entities()).toEqual([]);
    await world.look({ ...acme, authority: true });
    const [, payments] = await open().db.rows<{ entity: unknown }>(
      sql`select entity from descriptor where ref like 'group:%' order by ref`,
    );
    expect(payments?.entity).toMatchObject({ spec: { type: 'team', parent: 'commerce', children: [], members: ['ana', 'bo'] } });
    expect(await open().db.rows(sql`select path, entity -> 'spec' as spec from descriptor where ref like 'user:%' order by ref`)).toEqual([
      { path: 'members/ana', spec: { profile: { displayName: 'Ana', email: 'ana@acme.example' }, memberOf: [] } },
      { path: 'members/bo', spec: { memberOf: [] } },
    ]);
    const seen = () => open().db.rows(sql`select seen_at as at, ok from source where name = 'acme'`);
    const before = await seen();
    world.github.peopleThere = new SourceUnavailable('refused', 'Teams may not be read.', 'Give the right.');
    expect(await world.look({ ...acme, authority: true })).toEqual(['acme unavailable']);
    expect(await seen()).toEqual(before.map((row) => ({ ...row, ok: false })));
    expect(await world.entities()).toHaveLength(4);
    // As somebody who has left sees it.
    world.github.peopleThere = { teams: [], members: [] };
    expect(await world.look({ ...acme, authority: true })).toEqual(['acme unavailable']);
    expect(await world.entities()).toHaveLength(4);
    world.github.peopleThere = { teams: [], members: [{ login: 'ana', name: 'Ana', email: null, url }] };
    await world.glance({ people: true }, { ...acme, authority: true });
    expect(await world.entities()).toEqual(['ana from acme']);
    expect(await seen()).toEqual(before);
  });
});
