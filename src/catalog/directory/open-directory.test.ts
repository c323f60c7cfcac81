import type { Db } from '#core/db.ts';
import { systemClock } from '#core/clock.ts';
import { everyone, operator } from '#core/viewer.ts';
import { sql } from 'drizzle-orm/sql';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { entity, putSource, writeCatalog } from '../../../test/support/catalog-rows.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { openDirectory, type LiveDirectory } from './open-directory.ts';

const people = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };
const opened: LiveDirectory[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((directory) => directory.close()));
});

async function start(db: Db): Promise<LiveDirectory> {
  const directory = await openDirectory({ db, clock: systemClock, log: silentLog, people });
  opened.push(directory);
  return directory;
}

function counted(db: Db): { db: Db; spent: () => number } {
  let spent = 0;
  const rows: Db['rows'] = (statement) => {
    spent += 1;
    return db.rows(statement);
  };
  return { db: { ...db, rows }, spent: () => spent };
}

const cart = { entity: entity('Component', 'Cart', { owner: 'team-a' }, { title: 'The cart' }), source: 'org' };
const teamA = { entity: entity('Group', 'team-a', { children: [] }), source: 'org' };

eachDatabase((name, open) => {
  test('two processes agree within a second on what was added, changed, disputed and removed', async () => {
    const { db } = open();
    await putSource(db, 'org');
    await writeCatalog(db, { put: [cart, teamA] });
    const [one, two] = [await start(db), await start(db)];
    const seen = (directory: LiveDirectory) => directory.for(operator);
    expect(seen(one).get('component:default/cart')?.entity.metadata.title).toBe('The cart');

    const changed = { ...cart, entity: entity('Component', 'Cart', { owner: 'team-a' }, { title: 'Basket' }), line: 7 };
    await writeCatalog(db, { put: [changed, { ...cart, path: 'copy.yaml', holder: false }], remove: ['group:default/team-a'] });
    for (const directory of [one, two]) {
      // Refs are taken over one after the other, and the first may be seen before the last.
      await vi.waitFor(
        () => {
          expect(seen(directory).get('component:default/cart')?.line).toBe(7);
          expect(seen(directory).get('group:default/team-a')).toBeUndefined();
        },
        { timeout: 1000, interval: 20 },
      );
      expect(seen(directory).get('component:default/cart')?.rivals).toEqual([{ source: 'org', path: 'copy.yaml', line: 1 }]);
      expect(seen(directory).targets('component:default/cart', 'ownedBy')).toEqual(['group:default/team-a']);
      expect(seen(directory).tombstone('group:default/team-a')).toMatchObject({ fromCommit: 'abc', toCommit: 'def' });
      expect(seen(directory).find('basket')).toMatchObject({ outcome: 'one' });
      expect(seen(directory).find('the cart').outcome).not.toBe('one');
      expect(directory.size).toBe(1);
    }
  });

  test('facts of a source are followed too, and a source that is closed to some is closed within a second', async () => {
    const { db } = open();
    await putSource(db, 'org');
    await writeCatalog(db, { put: [cart] });
    const directory = await start(db);
    expect(directory.for(everyone).get('component:default/cart')).toBeDefined();
    await putSource(db, 'org', { visibleTo: ['group:default/team-a'], seenAt: '2026-11-02T10:00:00Z', head: 'b'.repeat(40) });
    await vi.waitFor(() => expect(directory.for(everyone).get('component:default/cart')).toBeUndefined(), { timeout: 1000, interval: 20 });
    const [facts] = directory.sources();
    expect(facts).toMatchObject({ head: 'b'.repeat(40), seenAt: new Date('2026-11-02T10:00:00Z'), entities: 1, problems: 0, held: 0 });
  });

  test('refresh returns with what was committed before it, and listeners hear which refs', async () => {
    const { db } = open();
    await putSource(db, 'org');
    const directory = await start(db);
    const heard: string[] = [];
    const stop = directory.changed((refs) => heard.push(...refs));
    await writeCatalog(db, { put: [cart] });
    await directory.refresh();
    expect(directory.for(operator).get('component:default/cart')).toBeDefined();
    expect(heard).toEqual(['component:default/cart']);
    stop();
  });

  test('a feed that was pruned or reset is noticed: everything is compared', async () => {
    const { db } = open();
    await putSource(db, 'org');
    await writeCatalog(db, { put: [cart, teamA] });
    const directory = await start(db);
    await writeCatalog(db, { put: [{ ...cart, line: 3 }] });
    await writeCatalog(db, { remove: ['group:default/team-a'] });
    await db.rows(sql`delete from catalog_change`);
    await directory.refresh();
    expect(directory.for(operator).get('component:default/cart')?.line).toBe(3);
    expect(directory.size).toBe(1);
  });

  test('an answer costs no statement', async () => {
    const { db, spent } = counted(open().db);
    await putSource(db, 'org');
    await writeCatalog(db, { put: [cart, teamA] });
    const directory = await start(db);
    const before = spent();
    const view = directory.for(everyone);
    expect(view.find('cart')).toMatchObject({ outcome: 'one' });
    expect(view.relations('group:default/team-a')).toEqual([{ type: 'ownerOf', targetRef: 'component:default/cart' }]);
    expect(view.get('component:default/cart') && view.source('org')).toBeDefined();
    expect(spent() - before).toBe(0);
  });

  describe.runIf(name === 'postgres')('with several writers', () => {
    test('a transaction that commits late is not lost behind one that waited for it', async () => {
      const { db } = open();
      await putSource(db, 'org');
      const directory = await start(db);
      const late = writeCatalog(db, { put: [cart] }, () => sleep(900));
      await sleep(100);
      const next = writeCatalog(db, { put: [teamA] });
      await sleep(600);
      expect(directory.size).toBe(0);
      await Promise.all([late, next]);
      await vi.waitFor(() => expect(directory.size).toBe(2), { timeout: 1000, interval: 20 });
    });

    test('a slow database is asked one question at a time', async () => {
      const { db } = open();
      await putSource(db, 'org');
      let under = 0;
      let most = 0;
      let slow = false;
      const rows: Db['rows'] = async (statement) => {
        most = Math.max(most, ++under);
        if (slow) await sleep(400);
        return db.rows<never>(statement).finally(() => under--);
      };
      const patience = { answerMs: 100, forgetMs: 5_000 };
      const directory = await openDirectory({ db: { ...db, rows }, clock: systemClock, log: silentLog, people, pollMs: 20, patience });
      opened.push(directory);
      slow = true;
      await vi.waitFor(() => expect(directory.freshness.from).toBe('memory'), { timeout: 2000 });
      await sleep(500);
      slow = false;
      await vi.waitFor(() => expect(directory.freshness.from).toBe('database'), { timeout: 6000 });
      expect(most).toBeLessThanOrEqual(1);
    });
  });
});
