import { join } from 'node:path';
import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { listHeld } from '#catalog/sync/list-held.ts';
import { onDatabase } from '../../test/support/databases.ts';
import { writeFiles } from '../../test/support/git-repository.ts';
import { startRegisteringApp } from '../../test/support/registering-app.ts';
import { component, location } from '../../test/support/source-world.ts';

const signal = new AbortController().signal;
const many = (from: number) => Array.from({ length: 30 - from }, (_, n) => component(`c${from + n}`)).join('\n---\n');

onDatabase('pglite', (_name, open) => {
  test('who wrote a change is asked of a repository that nobody configured as of any source', async () => {
    const world = await startRegisteringApp(open());
    const repository = world.repository('shop');
    const from = repository.commit({ 'catalog-info.yaml': component('a') }, 'Ann');
    const target = 'https://github.com/acme/shop/blob/main/catalog-info.yaml';
    writeFiles(join(world.dataDir, '../org'), { 'more.yaml': location([target]) });
    const [, report] = await world.syncer.sync('org', { signal });
    const to = repository.commit({ 'catalog-info.yaml': component('b') }, 'Bo');
    const questions = [{ path: 'catalog-info.yaml', from, to }];
    expect(await world.syncer.commits.of(report?.source ?? '', questions)).toEqual([[{ commit: to, author: 'Bo' }]]);
    expect(await world.syncer.commits.of('org', questions)).toEqual([undefined]);
    await expect(world.syncer.commits.of('org/nowhere', questions)).rejects.toMatchObject({ code: 'source-unknown' });
  });

  test('removals that wait in a repository that nobody configured are confirmed as those of any source', async () => {
    const world = await startRegisteringApp(open());
    const repository = world.repository('shop');
    repository.commit({ 'catalog-info.yaml': many(0) });
    const target = 'https://github.com/acme/shop/blob/main/catalog-info.yaml';
    writeFiles(join(world.dataDir, '../org'), { 'more.yaml': location([target]) });
    await world.syncer.sync('org', { signal });
    repository.commit({ 'catalog-info.yaml': many(25) });
    await world.syncer.sync('org', { signal });
    const [held] = await listHeld(open().db);
    expect(held).toMatchObject({ source: expect.stringMatching(/^org\/.*shop/), held: { refs: { length: 25 } } });
    const { source = '', held: set } = held ?? {};

    expect(await world.syncer.confirmRemovals(source, 'another')).toMatchObject({ held: { id: set?.id } });
    expect(await world.syncer.confirmRemovals(source, set?.id ?? '')).toMatchObject({
      outcome: 'synced',
      counts: { removed: 25 },
      held: null,
    });
    expect(await listHeld(open().db)).toEqual([]);
    await expect(world.syncer.confirmRemovals('org/nowhere', 'x')).rejects.toThrow('No source is called org/nowhere.');
  });

  test('who may see what is registered is as the configuration says from the start', async () => {
    const before = await startRegisteringApp(open());
    before.repository('shop').commit({ 'catalog-info.yaml': component('shop') });
    await before.syncer.registrations.register({ url: 'https://github.com/acme/shop', by: 'U0ANA' });
    await startRegisteringApp(open(), { registered: '{visibleTo: [platform], every: 1d}' });
    const rows = await open().db.rows(sql`select name, visible_to as "visibleTo" from source where name like 'registered%' order by name`);
    const visibleTo = ['group:default/platform'];
    expect(rows).toEqual([
      { name: 'registered', visibleTo },
      { name: 'registered/github.com/acme/shop', visibleTo },
    ]);
  });
});
