import { sql } from 'drizzle-orm/sql';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { onDatabase } from '../../../test/support/databases.ts';
import { acme, organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import { component } from '../../../test/support/source-world.ts';

const files = { 'catalog-info.yaml': component('shop') };
const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

onDatabase('postgres', (_name, open) => {
  let world: OrganisationWorld;
  const shop = async () =>
    (
      await open().db.rows<{ seenAt: Date; branch: string; isOrphan: boolean }>(
        sql`select seen_at as "seenAt", branch, orphaned_at is not null as "isOrphan" from source where name = 'acme/shop'`,
      )
    )[0];

  beforeEach(async () => {
    world = organisationWorld(open(), pool);
    world.github.put('1', { name: 'shop', files });
    await world.look({ ...acme, authority: true });
  });

  it('repositories that were listed are as fresh as that, though teams may not be read', async () => {
    world.github.peopleThere = new SourceUnavailable('refused', 'Teams may not be read.', 'Give the right.');
    expect(await world.look({ ...acme, authority: true })).toEqual(['acme unavailable']);
    expect((await shop())?.seenAt).toEqual(world.clock.now());
  });

  it('a default branch that is called otherwise now is the one that is named, at the same commit too', async () => {
    world.github.put('1', { name: 'shop', files, branch: 'trunk' });
    await world.look();
    expect((await shop())?.branch).toBe('trunk');
  });

  it('a repository that now belongs to somebody else is none of the organisation, also when it is looked at alone', async () => {
    world.github.put('1', { name: 'shop', owner: 'cleo', files });
    await world.glance({ names: ['cleo/shop', 'acme/shop'] });
    expect((await shop())?.isOrphan).toBe(true);
    world.github.put('1', { name: 'shop', files });
    await world.glance({ names: ['acme/shop', 'cleo/shop'] });
    expect(await shop()).toMatchObject({ isOrphan: false });
    expect(await world.entities()).toEqual(['shop from acme/shop']);
  });
});
