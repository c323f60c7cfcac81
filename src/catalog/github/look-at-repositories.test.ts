import { sql } from 'drizzle-orm/sql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import { component } from '../../../test/support/source-world.ts';

const path = 'catalog-info.yaml';
const { signal } = new AbortController();
const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

eachDatabase((_name, open) => {
  let world: OrganisationWorld;

  beforeEach(() => {
    world = organisationWorld(open(), pool);
  });

  describe('a repository that', () => {
    beforeEach(async () => {
      world.github
        .put('1', { name: 'shop', files: { [path]: component('shop') } })
        .put('2', { name: 'pay', files: { [path]: component('pay') } });
      await world.look();
      world.spent();
    });

    it('is pushed to, made or renamed is looked at alone', async () => {
      const before = await world.uids();
      world.github.push('2', { [path]: component('pay', '  title: Pay\n') });
      world.github.put('1', { name: 'till', files: { [path]: component('shop') } });
      world.github.put('3', { name: 'new', files: { [path]: component('new') } });
      world.github.put('4', { name: 'not-looked-at', files: { [path]: component('later') } });
      expect(await world.glance({ names: ['acme/pay', 'acme/till', 'acme/shop', 'acme/new', 'acme/unknown'] })).toEqual([
        'acme/new synced',
        'acme/pay synced',
        'acme/till synced',
      ]);
      expect(await world.entities()).toEqual(['new from acme/new', 'pay from acme/pay', 'shop from acme/till']);
      expect((await world.uids()).slice(1)).toEqual(before);
      world.github.all.delete('3');
      await world.glance({ names: ['acme/new', 'acme/pay'] });
      expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt).map(({ name }) => name)).toEqual(['acme/new']);
    });

    it('was looked at while the whole was listed is neither lost nor read at what the list says', async () => {
      world.github.push('2', { [path]: component('pay', '  title: Old\n') });
      const listed = world.github.repositories('acme', { signal });
      world.github.repositories = async function* () {
        const { value } = await listed.next();
        // After the page: another push, and a repository that the page does not have.
        world.github.push('2', { [path]: component('pay', '  title: New\n') });
        world.github.put('3', { name: 'new', files: { [path]: component('new') } });
        await world.glance({ names: ['acme/pay', 'acme/new'] });
        yield value ?? [];
      };
      await listed.next().then(({ value }) => {
        const page = value ?? [];
        listed.next = () => Promise.resolve({ done: false, value: page });
      });
      await world.look();
      expect(await world.entities()).toEqual(['new from acme/new', 'pay from acme/pay', 'shop from acme/shop']);
      expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt)).toEqual([]);
      expect(await open().db.rows(sql`select entity -> 'metadata' ->> 'title' as title from descriptor where ref like '%/pay'`)).toEqual([
        { title: 'New' },
      ]);
    });
  });
});
