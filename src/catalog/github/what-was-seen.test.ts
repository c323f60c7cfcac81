import { sql } from 'drizzle-orm/sql';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Entity } from '#core/entity.ts';
import { operator } from '#core/viewer.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { onDatabase } from '../../../test/support/databases.ts';
import { acme, organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import { component } from '../../../test/support/source-world.ts';
import { world as peopleOf } from '../../../test/support/world.ts';
import { readAuthority } from '../ownership/authority.ts';

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

  it('people who leave, many at once, lose their rights at once, though they are not removed before somebody confirms it', async () => {
    const url = 'https://github.com/x';
    const people = (from: number) =>
      Array.from({ length: 60 - from }, (_, n) => ({ login: `p${from + n}`, email: `p${from + n}@acme.example` }));
    const organisation = (from: number) => ({
      teams: [
        { slug: 'platform', name: 'Platform', description: null, url, parent: null, members: people(from).map(({ login }) => login) },
      ],
      members: people(from).map((person) => ({ ...person, name: null, url })),
    });
    const groupsOf = async (email: string) => {
      const rows = await open().db.rows<{ entity: Entity }>(sql`select entity from descriptor where source = 'acme'`);
      const entities = rows.map(({ entity }) => ({ entity, source: 'acme' }));
      return readAuthority(peopleOf({ entities, sources: [{ name: 'acme', authority: true }] }).for(operator)).of(email);
    };
    world.github.peopleThere = organisation(0);
    await world.look({ ...acme, authority: true });
    expect(await groupsOf('p7@acme.example')).toEqual({ userRef: 'user:default/p7', groups: ['group:default/platform'] });
    world.github.peopleThere = organisation(30);
    await world.look({ ...acme, authority: true });
    expect(await groupsOf('p7@acme.example')).toEqual({ userRef: 'user:default/p7', groups: [] });
    expect(await groupsOf('p47@acme.example')).toMatchObject({ groups: ['group:default/platform'] });
  });
});
