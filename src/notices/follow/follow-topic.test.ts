import { expect, test } from 'vitest';
import { readAuthority } from '#catalog/ownership/authority.ts';
import { operator } from '#core/viewer.ts';
import { onDatabase } from '../../../test/support/databases.ts';
import { startFollowWorld } from '../../../test/support/follow-world.ts';
import type { Doc } from '../../../test/support/scripted-source.ts';
import { nobody } from '../../../test/support/world.ts';
import { collectFollowed } from './follow-topic.ts';

onDatabase('pglite', (_name, open) => {
  test('between one follower and the next, others are answered: each may have thousands of new dependents', async () => {
    const world = await startFollowWorld(open());
    const cart: Doc = { name: 'cart' };
    await world.sync('h1', [cart]);
    const followers = Array.from({ length: 20 }, (_, n) => `U0P${n}`);
    for (const one of followers) await world.follow(one, 'component:default/cart');
    await world.sync('h2', [cart, { name: 'shop', spec: { dependsOn: ['component:cart'] } }]);

    let turn = 0;
    let isOver = false;
    const count = () => ((turn += 1), isOver || setImmediate(count));
    const lookedAt: number[] = [];
    const { follows, directory, clock } = world;
    const people = { ...nobody, emailOf: () => void lookedAt.push(turn) };
    const topic = collectFollowed({
      db: open().db,
      directory: () => directory,
      refresh: () => directory.refresh(),
      follows,
      people,
      authority: () => readAuthority(directory.for(operator)),
    });
    count();
    const { changes } = await topic.collect(clock.now());
    isOver = true;
    expect(changes.map(({ subscriber }) => subscriber)).toEqual(followers);
    expect(new Set(lookedAt).size).toBe(followers.length);
  });
});
