import { expect, onTestFinished, test, vi } from 'vitest';
import type { Db } from '#core/db.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { followKept } from '../kept/follow-kept.ts';
import { createChannelLinks } from './channel-links.ts';

const uid = '00000000-0000-4000-8000-000000000001';
const cart = { channel: 'C0CART', uid, ref: 'component:default/cart', by: 'U0ANA', at: '2026-11-23T14:05:00.000Z' };

/** What one process keeps, following the database. */
function startProcess(db: Db, pollMs = 50) {
  const links = createChannelLinks(db);
  let changes = 0;
  const follower = followKept({ db, states: [links], log: silentLog, changed: () => (changes += 1), pollMs });
  onTestFinished(() => follower.close());
  return { links, look: () => follower.look(), changes: () => changes };
}

eachDatabase((_name, open) => {
  test('what one process links and unlinks the others know soon, and only then is anything read', async () => {
    let statements = 0;
    const counting: Db = { ...open().db, rows: (statement) => ((statements += 1), open().db.rows(statement)) };
    const [one, other, quiet] = [startProcess(open().db), startProcess(open().db), startProcess(counting, 3600_000)];
    expect(await one.links.link(cart)).toBe(true);
    expect(one.links.of('C0CART')).toEqual(cart);
    await vi.waitFor(() => expect(other.links.of('C0CART')).toEqual(cart));
    await quiet.look();
    statements = 0;
    const before = quiet.changes();
    await quiet.look();
    expect([statements, quiet.changes()]).toEqual([1, before]);

    // Neither of two who link at once takes it from the other.
    const basket = { ...cart, ref: 'component:default/basket', by: 'U0BEN' };
    expect(await other.links.link(basket)).toBe(false);
    expect(other.links.of('C0CART')).toEqual(cart);
    expect(await other.links.link(basket, cart)).toBe(true);
    await vi.waitFor(() => expect(one.links.of('C0CART')).toMatchObject({ ref: 'component:default/basket', by: 'U0BEN' }));
    expect([await one.links.unlink('C0CART'), await one.links.unlink('C0CART')]).toEqual([true, false]);
    await vi.waitFor(() => expect(other.links.of('C0CART')).toBeUndefined());
  });

  test('while the database is away nothing is forgotten; a process that starts meanwhile knows them from the snapshot', async () => {
    let away = false;
    const failing: Db = { ...open().db, rows: (statement) => (away ? Promise.reject(new Error('away')) : open().db.rows(statement)) };
    const { links, look } = startProcess(failing);
    await createChannelLinks(open().db).link(cart);
    await look();
    away = true;
    await expect(look()).rejects.toThrow('away');
    expect(links.of('C0CART')).toEqual(cart);

    const restarted = startProcess(failing);
    restarted.links.load(JSON.parse(JSON.stringify(links.save())));
    await expect(restarted.look()).rejects.toThrow('away');
    expect(restarted.links.of('C0CART')).toEqual(cart);
    restarted.links.load(undefined);
    expect(restarted.links.of('C0CART')).toEqual(cart);
    away = false;
    await createChannelLinks(open().db).unlink('C0CART');
    await vi.waitFor(() => expect(restarted.links.of('C0CART')).toBeUndefined());
  });

  test('an unlink that fails half way leaves the link, here and there', async () => {
    const { links, look } = startProcess(open().db);
    await links.link(cart);
    const breaking = createChannelLinks({
      ...open().db,
      transaction: (work) => open().db.transaction(async (tx) => (await work(tx), Promise.reject(new Error('killed')))),
    });
    await expect(breaking.unlink('C0CART')).rejects.toThrow('killed');
    await look();
    expect(links.of('C0CART')).toEqual(cart);
  });
});
