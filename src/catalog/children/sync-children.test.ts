import { sql } from 'drizzle-orm/sql';
import { beforeEach, expect, it } from 'vitest';
import { defaultBounds, defaultKinds, type SourceConfig } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { paperSource, type PaperRepositories } from '../../../test/support/paper-repository.ts';
import { StillClock } from '../../../test/support/scripted-source.ts';
import { component, location } from '../../../test/support/source-world.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { type SyncCtx, syncSource } from '../sync/sync-source.ts';
import { type ChildrenDeps, followElsewhere } from './sync-children.ts';

const { signal } = new AbortController();
const hosts = ['github.com'];
const root: SourceConfig = {
  type: 'git',
  name: 'organisation',
  url: 'https://github.com/acme/organisation.git',
  paths: ['catalog-info.yaml'],
  position: 0,
  allow: defaultKinds,
  authority: true,
  visibleTo: ['group:default/hr'],
  everyMs: 60_000,
};

eachDatabase((_name, open) => {
  let clock: StillClock;
  let ctx: SyncCtx;
  let repositories: PaperRepositories;
  let deps: ChildrenDeps;

  beforeEach(() => {
    clock = new StillClock();
    ctx = { db: open().db, clock, log: silentLog };
    repositories = new Map();
    deps = { ctx, bounds: defaultBounds, hosts, sourceOf: (config) => paperSource(repositories, config, hosts) };
  });

  const at = (name: string, files: Record<string, string>) => repositories.set(`https://github.com/acme/${name}.git`, files);
  const look = async (config = root) => {
    await reconcileSources(ctx, [config], hosts);
    await syncSource(ctx, deps.sourceOf(config), config, { signal });
    return (await followElsewhere(deps, config, { signal })).map(({ source, outcome }) => `${source} ${outcome}`);
  };
  const entities = async () => {
    const rows = await open().db.rows<{ ref: string; source: string }>(sql`select ref, source from descriptor where holder order by ref`);
    return rows.filter(({ ref }) => !ref.startsWith('location:')).map(({ ref, source }) => `${ref.replace(/.*\//, '')} from ${source}`);
  };
  const sources = () =>
    open().db.rows(sql`select name, authority, visible_to as "visibleTo", orphaned_at as "orphanedAt" from source order by name`);

  it('follows Locations into other repositories and on from there, without the authority of where it began', async () => {
    at('organisation', { 'catalog-info.yaml': location(['https://github.com/acme/shop/blob/main/catalog-info.yaml']) });
    at('shop', {
      'catalog-info.yaml': `${component('shop')}---\n${location(['https://github.com/acme/pay/tree/main/**/info.yaml'])}`.replace(
        'name: all',
        'name: more',
      ),
    });
    at('pay', { 'a/info.yaml': component('pay'), 'b/other.yaml': component('not-named') });
    expect(await look()).toEqual(['organisation/github.com/acme/shop@main synced', 'organisation/github.com/acme/pay@main synced']);
    expect(await entities()).toEqual([
      'pay from organisation/github.com/acme/pay@main',
      'shop from organisation/github.com/acme/shop@main',
    ]);
    expect(await sources()).toEqual([
      { name: 'organisation', authority: true, visibleTo: ['group:default/hr'], orphanedAt: null },
      { name: 'organisation/github.com/acme/pay@main', authority: false, visibleTo: ['group:default/hr'], orphanedAt: null },
      { name: 'organisation/github.com/acme/shop@main', authority: false, visibleTo: ['group:default/hr'], orphanedAt: null },
    ]);
    expect(await look()).toEqual([]);
  });

  it('says where a file is named that is not there, and takes it in once it is', async () => {
    at('organisation', {
      'catalog-info.yaml': location(['https://github.com/acme/shop/blob/main/gone.yaml', 'https://github.com/acme/none/blob/main/a.yaml']),
    });
    at('shop', { 'readme.md': '' });
    expect(await look()).toEqual(['organisation/github.com/acme/none@main unavailable', 'organisation/github.com/acme/shop@main synced']);
    expect(await open().db.rows(sql`select source, path, line, message from problem where code = 'target-unread'`)).toEqual([
      {
        source: 'organisation',
        path: 'catalog-info.yaml',
        line: 8,
        message: 'What is named here cannot be read: https://github.com/acme/none.git is not there.',
      },
    ]);
    at('none', { 'a.yaml': component('late') });
    await look();
    expect(await open().db.rows(sql`select code, path, message from problem`)).toEqual([
      {
        code: 'target-missing',
        path: 'gone.yaml',
        message: 'Target "gone.yaml" is not there. organisation names it in catalog-info.yaml:7.',
      },
    ]);
    at('shop', { 'gone.yaml': component('back') });
    await look();
    expect(await entities()).toEqual([
      'back from organisation/github.com/acme/shop@main',
      'late from organisation/github.com/acme/none@main',
    ]);
    expect(await open().db.rows(sql`select code from problem`)).toEqual([]);
  });

  it('says what is wrong with an address once, however often its host is away in between', async () => {
    at('organisation', { 'catalog-info.yaml': location(['https://github.com/acme/none/blob/main/a.yaml']) });
    await look();
    const problems = () => open().db.rows(sql`select first_seen_at from problem where code = 'target-unread'`);
    const before = await problems();
    expect(before).toHaveLength(1);
    clock.forward(60_000);
    const away = () => Promise.reject(new SourceUnavailable('unreachable', 'It does not answer.', 'Wait.'));
    await followElsewhere({ ...deps, sourceOf: ({ name }) => ({ id: name, read: away }) }, root, { signal });
    await look();
    expect(await problems()).toEqual(before);
  });

  it('keeps for a week what is named no more, and then lets it go with a tombstone', async () => {
    at('organisation', { 'catalog-info.yaml': location(['https://github.com/acme/shop/blob/main/a.yaml']) });
    at('shop', { 'a.yaml': component('shop') });
    await look();
    const named = repositories.get(root.url) ?? {};
    at('organisation', { 'catalog-info.yaml': component('organisation') });
    await look();
    expect(await entities()).toEqual(['organisation from organisation', 'shop from organisation/github.com/acme/shop@main']);
    repositories.set(root.url, named);
    await look();
    expect((await sources())[1]).toMatchObject({ orphanedAt: null });
    at('organisation', { 'catalog-info.yaml': component('organisation') });
    await look();
    clock.forward(6 * 24 * 3600_000);
    await look();
    expect(await entities()).toHaveLength(2);
    clock.forward(24 * 3600_000);
    await look();
    expect(await entities()).toEqual(['organisation from organisation']);
    expect(await open().db.rows(sql`select ref from tombstone`)).toContainEqual({ ref: 'component:default/shop' });
  });

  it('lets go of what only an orphan names as well', async () => {
    at('organisation', { 'catalog-info.yaml': location(['https://github.com/acme/shop/blob/main/a.yaml']) });
    at('shop', { 'a.yaml': location(['https://github.com/acme/pay/blob/main/b.yaml']).replace('name: all', 'name: more') });
    at('pay', { 'b.yaml': component('pay') });
    await look();
    at('organisation', { 'catalog-info.yaml': component('organisation') });
    await look();
    const orphaned = (await sources()).filter((row) => row['orphanedAt'] !== null).map((row) => row['name']);
    expect(orphaned).toEqual(['organisation/github.com/acme/pay@main', 'organisation/github.com/acme/shop@main']);
  });

  it('goes with the source that it was read for, and is called after it', async () => {
    at('organisation', { 'catalog-info.yaml': location(['https://github.com/acme/shop/blob/main/a.yaml']) });
    at('shop', { 'a.yaml': component('shop') });
    await look();
    const called = { ...root, name: 'company' };
    expect(await look(called)).toEqual([]);
    expect(await entities()).toEqual(['shop from company/github.com/acme/shop@main']);
    await reconcileSources(ctx, [], hosts);
    expect(await entities()).toEqual([]);
    expect(await sources()).toEqual([]);
  });

  it('reads a file once that a source reads by itself', async () => {
    at('organisation', {
      'catalog-info.yaml': location([
        'https://github.com/acme/organisation/blob/main/a.yaml',
        'https://github.com/acme/organisation/blob/other/a.yaml',
      ]),
      'a.yaml': component('a'),
    });
    await look({ ...root, paths: ['*.yaml'] });
    const rows = await sources();
    expect(rows.map(({ name }) => name)).toEqual(['organisation', 'organisation/github.com/acme/organisation@other']);
  });
});
