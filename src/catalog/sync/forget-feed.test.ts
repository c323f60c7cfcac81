import { systemClock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import { operator } from '#core/viewer.ts';
import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { entity, putSource, writeCatalog } from '../../../test/support/catalog-rows.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { openDirectory } from '../directory/open-directory.ts';
import { forgetFeed } from './forget-feed.ts';

const people = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };
const monthAgo = new Date(Date.now() - 30 * 24 * 3600_000);
const component = (name: string, title: string) => ({ entity: entity('Component', name, {}, { title }), source: 'org' });

const numbers = async (db: Db): Promise<number[]> =>
  (await db.rows<{ seq: number }>(sql`select seq from catalog_change order by seq`)).map(({ seq }) => seq);

/** Everything up to this number is as if it had happened 31 days ago. */
const age = (db: Db, upTo: number) => db.rows(sql`update catalog_change set at = now() - interval '31 days' where seq <= ${upTo}`);

eachDatabase((_, open) => {
  test('a directory that was away while its part of the feed was forgotten compares everything and is right again', async () => {
    const { db } = open();
    await putSource(db, 'org');
    await writeCatalog(db, { put: [component('cart', 'before'), component('gone', 'before'), component('quiet', 'before')] });
    // It neither polls nor hears, as if it had been suspended.
    const away = { ...db, listen: () => Promise.resolve(() => Promise.resolve()) };
    await using directory = closing(await openDirectory({ db: away, clock: systemClock, log: silentLog, people, pollMs: 3600_000 }));
    await writeCatalog(db, { put: [component('cart', 'during')], remove: ['component:default/gone'] });
    await age(db, 5);
    await writeCatalog(db, { put: [component('quiet', 'after')] });
    expect(await forgetFeed(db, monthAgo, 500)).toBe(5);
    expect(await numbers(db)).toEqual([6]);

    await directory.refresh();
    const title = (name: string) => directory.for(operator).get(`component:default/${name}`)?.entity.metadata.title;
    expect([title('cart'), title('gone'), title('quiet')]).toEqual(['during', undefined, 'after']);
  });

  test('it is forgotten from its beginning, a few at once, up to the first young change, and never the last', async () => {
    const { db } = open();
    await putSource(db, 'org');
    for (let n = 1; n <= 6; n++) await writeCatalog(db, { put: [component('cart', `${n}`)] });
    await age(db, 3);
    // Written by a process whose clock is behind.
    await db.rows(sql`update catalog_change set at = now() - interval '31 days' where seq = 5`);
    expect(await forgetFeed(db, monthAgo, 2)).toBe(2);
    expect(await forgetFeed(db, monthAgo, 2)).toBe(1);
    expect(await forgetFeed(db, monthAgo, 2)).toBe(0);
    expect(await numbers(db)).toEqual([4, 5, 6]);
    await age(db, 6);
    expect(await forgetFeed(db, monthAgo, 500)).toBe(2);
    expect(await numbers(db)).toEqual([6]);
    await writeCatalog(db, { put: [component('cart', '7')] });
    expect(await numbers(db)).toEqual([6, 7]);
  });
});

function closing<T extends { close(): Promise<void> }>(opened: T): T & AsyncDisposable {
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() });
}
