import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { defaultBounds, defaultKinds, type SourceConfig } from '#core/catalog-config.ts';
import type { Registrations } from '#core/registrations.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { paperSource, type PaperRepositories } from '../../../test/support/paper-repository.ts';
import { StillClock } from '../../../test/support/scripted-source.ts';
import { component, location } from '../../../test/support/source-world.ts';
import { followElsewhere } from '../children/sync-children.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { readProblems } from '../sync/read-problems.ts';
import { syncSource } from '../sync/sync-source.ts';
import { pollRegistered } from './poll-registered.ts';
import { createRegistrar, type RegistrarDeps } from './registrar.ts';

const { signal } = new AbortController();
const day = 24 * 3600_000;
const hosts = ['github.com'];
const shop = 'https://github.com/acme/shop';
const root: SourceConfig = {
  type: 'git',
  name: 'organisation',
  url: 'https://github.com/acme/organisation.git',
  paths: ['**/catalog-info.yaml'],
  position: 0,
  allow: defaultKinds,
  authority: true,
  visibleTo: 'everyone',
  everyMs: 60_000,
};
const group = (name: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: ${name}}\nspec: {type: team, children: []}\n`;

eachDatabase((_name, open) => {
  let clock: StillClock;
  let repositories: PaperRepositories;
  let deps: RegistrarDeps;
  let registrar: Registrations;

  beforeEach(async () => {
    clock = new StillClock();
    repositories = new Map();
    const sourceOf = (config: SourceConfig) => paperSource(repositories, config, hosts);
    const parent = { name: 'registered', position: 1, allow: defaultKinds, visibleTo: 'everyone' as const, everyMs: 60_000 };
    const ctx = { db: open().db, clock, log: silentLog };
    const syncNow = (config: SourceConfig) => syncSource(ctx, sourceOf(config), config, { signal });
    deps = { ctx, bounds: defaultBounds, hosts, sourceOf, parent, configured: [root], toLook: sourceOf, syncNow, signal };
    registrar = createRegistrar(deps);
    at('organisation', { 'catalog-info.yaml': component('cart') });
    await reconcileSources(ctx, [root], hosts);
    await syncSource(ctx, sourceOf(root), root, { signal });
    await followElsewhere(deps, root, { signal });
  });

  const at = (name: string, files: Record<string, string>) => repositories.set(`https://github.com/acme/${name}.git`, files);
  const entities = async () => {
    const rows = await open().db.rows<{ ref: string; source: string }>(
      sql`select ref, source from descriptor where holder and ref not like 'location:%' order by ref`,
    );
    return rows.map(({ ref, source }) => `${ref.replace(/.*\//, '')} from ${source}`);
  };
  const everything = () => open().db.rows(sql`select name, version, origin, orphaned_at from source order by name`);

  it('shows what would be added, what is wrong, who stays, where it leads, and writes nothing', async () => {
    const elsewhere = 'https://github.com/acme/pay/blob/main/a.yaml';
    at('shop', {
      'catalog-info.yaml': [
        component('shop'),
        component('cart'),
        group('intruders'),
        location([elsewhere]),
        'kind: Component\nmetadata: {name: "?"}\napiVersion: backstage.io/v1alpha1\n',
      ].join('---\n'),
    });
    const before = await everything();
    const look = await registrar.look(shop);
    expect(look).toMatchObject({
      target: { repository: 'github.com/acme/shop', path: 'catalog-info.yaml', assumed: true },
      kinds: { component: 2, location: 1 },
      notAllowed: { group: 1 },
      conflicts: [{ ref: 'component:default/cart', holder: { source: 'organisation', path: 'catalog-info.yaml', line: 1 } }],
      conflictCount: 1,
      elsewhere: [{ repository: 'github.com/acme/pay', targets: 1 }],
    });
    expect(look.entities[0]).toEqual({
      ref: 'component:default/shop',
      name: 'shop',
      owner: 'group:default/team-a',
      path: 'catalog-info.yaml',
      line: 8,
    });
    expect(look.problems.map(({ path, line }) => `${path}:${line}`)).not.toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('takes in what is there when it is confirmed, says whether that is what was shown, and polls it from then on', async () => {
    at('shop', { 'catalog-info.yaml': component('shop') });
    const shown = await registrar.look(shop);
    expect((await registrar.look(shop)).digest).toBe(shown.digest);
    at('shop', { 'catalog-info.yaml': `${component('shop')}---\n${component('till')}` });
    const done = await registrar.register({ url: shop, by: 'U0ANA' });
    expect(done.look.digest).not.toBe(shown.digest);
    expect(done.outcome).toMatchObject({ outcome: 'synced', counts: { added: 2 } });
    expect(await entities()).toEqual([
      'cart from organisation',
      'shop from registered/github.com/acme/shop',
      'till from registered/github.com/acme/shop',
    ]);
    expect(await registrar.list()).toMatchObject([
      { repository: 'github.com/acme/shop', path: 'catalog-info.yaml', by: 'U0ANA', ok: true },
    ]);

    at('shop', { 'catalog-info.yaml': component('kiosk') });
    expect((await pollRegistered(deps, signal)).map(({ outcome }) => outcome)).toEqual(['synced']);
    expect(await entities()).toContain('kiosk from registered/github.com/acme/shop');
    // The configuration being read again leaves it alone.
    await reconcileSources(deps.ctx, [root], hosts);
    expect(await entities()).toContain('kiosk from registered/github.com/acme/shop');
  });

  it('does nothing for what is registered or read already, and says by whom', async () => {
    at('shop', { 'catalog-info.yaml': component('shop') });
    await registrar.register({ url: shop, by: 'U0ANA' });
    expect((await registrar.look(shop)).already).toMatchObject({ source: 'registered/github.com/acme/shop', by: 'U0ANA' });
    expect((await registrar.look('https://github.com/acme/organisation')).already).toEqual({ source: 'organisation' });
    await expect(registrar.register({ url: shop, by: 'U0BO' })).rejects.toMatchObject({ code: 'already-registered' });
    await expect(registrar.register({ url: 'https://github.com/acme/organisation', by: 'U0BO' })).rejects.toMatchObject({
      code: 'already-read',
    });
  });

  it('reads two files of one repository as one source, and lets each go a week after it was ended', async () => {
    at('shop', { 'a.yaml': component('a'), 'b.yaml': component('b') });
    await registrar.register({ url: `${shop} a.yaml`, by: 'U0ANA' });
    await registrar.register({ url: `${shop} b.yaml`, by: 'U0BO' });
    const source = 'registered/github.com/acme/shop';
    expect(await entities()).toEqual([`a from ${source}`, `b from ${source}`, 'cart from organisation']);
    const { leavesAt } = await registrar.unregister({ source, path: 'a.yaml' });
    expect(Date.parse(leavesAt) - clock.now().getTime()).toBe(7 * day);
    clock.forward(6 * day);
    await pollRegistered(deps, signal);
    expect(await entities()).toHaveLength(3);
    clock.forward(day);
    await pollRegistered(deps, signal);
    expect(await entities()).toEqual([`b from ${source}`, 'cart from organisation']);
    expect((await registrar.list()).map(({ path }) => path)).toEqual(['b.yaml']);
  });

  it('makes an orphan of a repository of which nothing is registered any more, until it is registered again', async () => {
    at('shop', { 'catalog-info.yaml': component('shop') });
    await registrar.register({ url: shop, by: 'U0ANA' });
    const which = { source: 'registered/github.com/acme/shop', path: 'catalog-info.yaml' };
    await registrar.unregister(which);
    await expect(registrar.unregister(which)).rejects.toMatchObject({ code: 'not-registered' });
    expect(await registrar.list()).toMatchObject([{ leavesAt: new Date(clock.now().getTime() + 7 * day).toISOString() }]);
    clock.forward(3 * day);
    await pollRegistered(deps, signal);
    expect(await entities()).toHaveLength(2);
    await registrar.register({ url: shop, by: 'U0BO' });
    expect((await registrar.list())[0]).not.toHaveProperty('leavesAt');
    await registrar.unregister(which);
    clock.forward(7 * day);
    await pollRegistered(deps, signal);
    expect(await entities()).toEqual(['cart from organisation']);
    expect(await registrar.list()).toEqual([]);
    expect(await open().db.rows(sql`select ref from tombstone`)).toEqual([{ ref: 'component:default/shop' }]);
  });

  it('may be registered by somebody although it is still kept for another that names it no more', async () => {
    at('shop', { 'catalog-info.yaml': component('shop') });
    for (const files of [location([`${shop}/blob/HEAD/catalog-info.yaml`]), component('cart')]) {
      at('organisation', { 'catalog-info.yaml': files });
      await deps.syncNow(root, signal);
      await followElsewhere(deps, root, { signal });
      const { already } = await registrar.look(shop);
      expect(already?.source).toBe(files.includes('Location') ? 'organisation/github.com/acme/shop' : undefined);
    }
  });

  it('follows what a registered Location names, under a name of its own', async () => {
    at('shop', {
      'catalog-info.yaml': location(['https://github.com/acme/pay/blob/HEAD/a.yaml', `${shop}/blob/HEAD/x.yaml`]),
      'x.yaml': component('x'),
    });
    at('pay', { 'a.yaml': component('pay') });
    await registrar.register({ url: shop, by: 'U0ANA' });
    await registrar.register({ url: 'https://github.com/acme/pay catalog-info.yaml', by: 'U0ANA' }).catch(() => undefined);
    await pollRegistered(deps, signal);
    expect(await entities()).toEqual([
      'cart from organisation',
      'pay from registered/named/github.com/acme/pay',
      'x from registered/github.com/acme/shop',
    ]);
  });

  it('leaves a registration alone that is made while the poll decides', async () => {
    at('shop', { 'catalog-info.yaml': component('shop') });
    at('pay', { 'catalog-info.yaml': component('pay') });
    await registrar.register({ url: shop, by: 'U0ANA' });
    await Promise.all([
      pollRegistered(deps, signal),
      registrar.register({ url: 'https://github.com/acme/pay', by: 'U0BO' }),
      pollRegistered(deps, signal),
    ]);
    expect((await registrar.list()).map(({ repository, leavesAt }) => [repository, leavesAt])).toEqual([
      ['github.com/acme/pay', undefined],
      ['github.com/acme/shop', undefined],
    ]);
  });

  it('looks at a source on request: what changed, what cannot be read, and not twice a minute', async () => {
    at('organisation', { 'catalog-info.yaml': `${component('cart')}---\n${component('till')}` });
    expect(await registrar.refresh('organisation')).toMatchObject({ outcome: 'synced', counts: { added: 1 }, errors: 0 });
    await expect(registrar.refresh('organisation')).rejects.toMatchObject({ code: 'refreshed-just-now', hint: 'Ask again in 60 s.' });
    clock.forward(60_000);
    expect(await registrar.refresh('organisation')).toMatchObject({
      outcome: 'unchanged',
      head: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    });
    at('shop', { 'catalog-info.yaml': component('shop') });
    await registrar.register({ url: shop, by: 'U0ANA' });
    at('shop', { 'catalog-info.yaml': `${component('shop')}---\n${group('intruders')}` });
    const fix = expect.stringContaining('catalog.registered.allow') as string;
    expect(await registrar.refresh('registered/github.com/acme/shop')).toMatchObject({
      errors: 1,
      problems: [{ code: 'kind-not-allowed', fix }],
    });
    expect(await readProblems(open().db)).toMatchObject([{ code: 'kind-not-allowed', fix }]);
    clock.forward(60_000);
    repositories.delete(`${shop}.git`);
    expect(await registrar.refresh('registered/github.com/acme/shop')).toMatchObject({
      outcome: 'unavailable',
      fix: 'Correct the address.',
    });
    await expect(registrar.refresh('nowhere')).rejects.toMatchObject({ code: 'source-unknown' });
  });

  it('registers nothing where nothing can be taken, and nothing that cannot be read', async () => {
    at('shop', { 'readme.md': 'x' });
    await expect(registrar.look('https://github.com/acme/none')).rejects.toMatchObject({ code: 'source-not-found' });
    const look = await registrar.look(shop);
    expect(look.problems).toMatchObject([
      { code: 'target-missing', fix: 'Name a file that is there, or a pattern such as **/catalog-info.yaml.' },
    ]);
    const before = await everything();
    await expect(registrar.register({ url: shop, by: 'U0ANA' })).rejects.toMatchObject({ code: 'nothing-there' });
    expect(await everything()).toEqual(before);
  });
});
