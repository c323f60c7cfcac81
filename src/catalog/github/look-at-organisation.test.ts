import { sql } from 'drizzle-orm/sql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { acme, organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import { apiWith, component } from '../../../test/support/source-world.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { syncSource } from '../sync/sync-source.ts';
import { lookAtOrganisation } from './look-at-organisation.ts';

const { signal } = new AbortController();
const path = 'catalog-info.yaml';
const day = 24 * 3600_000;
const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

eachDatabase((_name, open) => {
  let world: OrganisationWorld;

  beforeEach(() => {
    world = organisationWorld(open(), pool);
  });

  it('reads what moved and nothing else, and asks no more for a file that is not there', async () => {
    world.github.put('1', { name: 'shop', files: { [path]: component('shop') } }).put('2', { name: 'docs', files: { 'readme.md': '' } });
    expect(await world.look()).toEqual(['acme synced', 'acme/docs synced', 'acme/shop synced']);
    expect(await world.entities()).toEqual(['shop from acme/shop']);
    expect(world.spent()).toEqual({ requests: 2, reads: 1 });
    expect(await world.look()).toEqual(['acme unchanged']);
    expect(world.spent()).toEqual({ requests: 1, reads: 0 });
    world.github.push('1', { [path]: component('store') });
    expect(await world.look()).toEqual(['acme unchanged', 'acme/shop synced']);
    expect(await world.entities()).toEqual(['store from acme/shop']);
    expect(await open().db.rows(sql`select code from problem`)).toEqual([]);
  });

  it('leaves out archived ones, forks, empty ones, sources of their own, and what the filters say', async () => {
    const files = (name: string) => ({ [path]: component(name) });
    world.github
      .put('1', { name: 'old', archived: true, files: files('old') })
      .put('2', { name: 'fork', fork: true, files: files('fork') });
    world.github
      .put('3', { name: 'empty', empty: true })
      .put('7', { name: 'elsewhere', files: files('elsewhere') })
      .put('4', { name: 'shop', topics: ['service'], files: files('shop') });
    world.github.put('5', { name: 'shop-test', topics: ['service', 'test'], files: files('test') });
    world.github.put('6', { name: 'site', visibility: 'public', topics: ['service'], files: files('site') });
    await world.look();
    expect((await world.rows()).map(({ name }) => name)).toEqual(['acme', 'acme/shop', 'acme/shop-test', 'acme/site']);
    const filters = {
      ...acme.filters,
      repository: 's.*',
      visibility: ['private'] as const,
      topics: { include: ['service'], exclude: ['test'] },
    };
    await world.look({ ...acme, filters });
    expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt === null).map(({ name }) => name)).toEqual(['acme', 'acme/shop']);
  });

  it('is held up by no pattern', async () => {
    world.github.put('1', { name: 'a'.repeat(40) + '!' });
    expect(await world.look({ ...acme, filters: { ...acme.filters, repository: '(a+)+' } })).toEqual(['acme unavailable']);
    expect(await world.rows()).toMatchObject([{ name: 'acme', ok: false, errorCode: 'failed' }]);
  });

  it('reads through git what leads to other files, and what many paths name', async () => {
    const files = { [path]: apiWith('pay', './api.yaml'), 'api.yaml': 'openapi: 3.1.0' };
    world.git.set('https://github.com/acme/pay', files);
    world.github.put('1', { name: 'pay', files });
    await world.look();
    expect(await world.entities()).toEqual(['pay from acme/pay']);
    world.spent();
    const next = { ...files, 'api.yaml': 'openapi: 3.0.0' };
    world.git.set('https://github.com/acme/pay', next);
    world.github.push('1', next);
    expect(await world.look()).toEqual(['acme unchanged', 'acme/pay synced']);
    expect(world.spent()).toEqual({ requests: 1, reads: 0 });
    world.git.set('https://github.com/acme/pay', { 'a/b.yaml': component('deep') });
    await world.look({ ...acme, paths: ['**/b.yaml'] });
    expect(await world.entities()).toEqual(['deep from acme/pay']);
  });

  describe('a repository that', () => {
    beforeEach(async () => {
      world.github
        .put('1', { name: 'shop', files: { [path]: component('shop') } })
        .put('2', { name: 'pay', files: { [path]: component('pay') } });
      await world.look();
      world.spent();
    });

    it('has another name keeps its entities and who they are', async () => {
      const before = await world.uids();
      world.github.put('1', { name: 'till', files: { [path]: component('shop') } });
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from acme/till']);
      expect(await world.uids()).toEqual(before);
      expect(await open().db.rows(sql`select ref from tombstone`)).toEqual([]);
    });

    it('changes names with another takes along what it said last, though it is broken now, and what is proposed for it', async () => {
      const before = await world.uids();
      await open().db.rows(sql`
        insert into proposal (url, ref, field, source, repository, number, by, at)
        values ('https://github.com/acme/pay/pull/1', 'component:default/pay', 'owner', 'acme/pay', 'acme/pay', 1, 'U1', now())`);
      world.github.put('1', { name: 'pay', files: { [path]: 'kind: [Component' } });
      world.github.put('2', { name: 'shop', files: { [path]: component('pay') } });
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/shop', 'shop from acme/pay']);
      expect(await world.uids()).toEqual(before);
      expect(await open().db.rows(sql`select ref from descriptor where broken is not null`)).toEqual([{ ref: 'component:default/shop' }]);
      expect(await open().db.rows(sql`select source from proposal`)).toEqual([{ source: 'acme/shop' }]);
    });

    it('is listed before it changes names with another, which is listed after, is taken for what it is now', async () => {
      const before = await world.uids();
      const { github } = world;
      github.repositories = async function* () {
        yield await github.repositoriesByIds(['1']);
        github.put('1', { name: 'pay', files: { [path]: component('shop') } });
        github.put('2', { name: 'shop', files: { [path]: component('pay') } });
        yield await github.repositoriesByIds(['2']);
      };
      expect(await world.look()).toEqual(['acme unchanged', 'acme/pay synced', 'acme/shop synced']);
      expect(await world.entities()).toEqual(['pay from acme/shop', 'shop from acme/pay']);
      expect(await world.uids()).toEqual(before);
    });

    it('is gone stays for a week although another has its name, and is known by its id when it is back', async () => {
      const before = await world.uids();
      const shop = world.github.all.get('1');
      world.github.all.delete('1');
      world.github.put('3', { name: 'shop', files: { [path]: component('new') } });
      await world.look();
      const aside = `acme/shop@${world.clock.now().toISOString()}`;
      expect(await world.entities()).toEqual(['new from acme/shop', 'pay from acme/pay', `shop from ${aside}`]);
      expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt).map(({ name }) => name)).toEqual([aside]);
      world.github.put('1', { ...shop, name: 'till' });
      await world.look();
      expect(await world.entities()).toEqual(['new from acme/shop', 'pay from acme/pay', 'shop from acme/till']);
      expect((await world.uids()).slice(1)).toEqual(before);
      expect((await world.rows()).filter(({ orphanedAt }) => orphanedAt)).toEqual([]);
    });

    it('is made a source of its own leaves once that has been read, and is disputed no longer', async () => {
      const before = await world.uids();
      const url = 'https://github.com/acme/shop';
      world.configured.add(url);
      world.git.set(url, { [path]: component('shop') });
      const { name: _name, type: _type, filters: _filters, organization: _o, apiUrl: _a, auth: _auth, ...rest } = acme;
      const own = { ...rest, type: 'git' as const, name: 'own', url, paths: [path], position: 1 };
      const lookAtAll = async () => {
        world.clock.forward(60_000);
        await reconcileSources(world.deps.ctx, [acme, own]);
        await lookAtOrganisation(world.deps, acme, { signal });
      };
      await lookAtAll();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from acme/shop']);
      await syncSource(world.deps.ctx, world.deps.sourceOf(own), own, { signal });
      await lookAtAll();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from own']);
      expect(await world.uids()).toEqual(before);
      expect((await world.rows()).map(({ name }) => name)).toEqual(['acme', 'acme/pay', 'own']);
    });

    it('is gone, archived or elsewhere stays for a week, and is back at once', async () => {
      const { files = {} } = world.github.all.get('1') ?? {};
      const before = await world.uids();
      for (const away of [undefined, { archived: true }, { owner: 'other' }, { empty: true as const }]) {
        if (away) world.github.put('1', { name: 'shop', files, ...away });
        else world.github.all.delete('1');
        await world.look();
        expect((await world.rows()).find(({ name }) => name === 'acme/shop')?.orphanedAt).not.toBeNull();
        expect(await world.uids()).toEqual(before);
        world.github.put('1', { name: 'shop', files });
        await world.look();
        expect((await world.rows()).find(({ name }) => name === 'acme/shop')?.orphanedAt).toBeNull();
      }
      world.github.all.delete('1');
      await world.look();
      world.clock.forward(7 * day);
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay']);
    });

    it('gives its name to another takes its problems along', async () => {
      world.github.push('1', { [path]: 'kind: [Component' });
      await world.look();
      expect(await open().db.rows(sql`select source from problem`)).toEqual([{ source: 'acme/shop' }]);
      world.github.put('1', { name: 'till', files: {} });
      world.github.put('3', { name: 'shop', files: {} });
      await world.look();
      expect(await open().db.rows(sql`select source from problem`)).toEqual([]);
    });

    it('is gone leaves what it described to the repository that describes it now, under the same identity', async () => {
      const before = await world.uids();
      world.github.push('2', { [path]: `${component('pay')}---\n${component('shop')}` });
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from acme/shop']);
      const shop = world.github.all.get('1');
      world.github.all.delete('1');
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from acme/pay']);
      expect(await world.uids()).toEqual(before);
      const moves = await open().db.rows(sql`select ref, after ->> 'source' as "to" from catalog_change where op = 'moved'`);
      expect(moves).toEqual([{ ref: 'component:default/shop', to: 'acme/pay' }]);
      if (shop) world.github.put('1', shop);
      world.github.push('2', { [path]: component('pay') });
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay', 'shop from acme/shop']);
      expect(await world.uids()).toEqual(before);
    });

    it('loses its file loses its entities; one that only cannot be seen any more does not', async () => {
      world.github.push('1', {});
      world.github.push('2', { [path]: component('pay', '  title: Pay\n') });
      // Between the list and the files somebody takes our right to see it.
      world.github.before = () => void (world.github.requests === 2 && world.github.all.delete('2'));
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/pay']);
      expect(await open().db.rows(sql`select ref from tombstone`)).toEqual([{ ref: 'component:default/shop' }]);
    });

    it('has another name and cannot be seen for a moment loses nothing, and is read when it can', async () => {
      const files = { [path]: component('pay', '  title: Pay\n') };
      world.github.put('2', { name: 'till', files });
      world.github.before = () => void (world.github.requests === 2 && world.github.all.delete('2'));
      await world.look();
      expect(await world.entities()).toEqual(['pay from acme/till', 'shop from acme/shop']);
      world.github.before = () => undefined;
      world.github.put('2', { name: 'till', files });
      await world.look();
      expect(await open().db.rows(sql`select entity -> 'metadata' ->> 'title' as title from descriptor where ref like '%/pay'`)).toEqual([
        { title: 'Pay' },
      ]);
    });
  });
});
