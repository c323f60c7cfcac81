import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { openDb } from '#db/open.ts';
import { systemClock } from '#core/clock.ts';
import { ownPostgresDatabase, silentLog } from '../../../test/support/databases.ts';
import { ScriptedSource, sourceConfig } from '../../../test/support/scripted-source.ts';
import { reconcileSources } from './reconcile-sources.ts';
import { syncSource } from './sync-source.ts';
import { lockCatalog, writeFeed } from './write-feed.ts';

const { signal } = new AbortController();

it('ends right when two processes sync one source at once, and sources that claim the same refs', async () => {
  await using world = await twoProcesses();
  const { one, two } = world;
  const configs = [sourceConfig('a'), sourceConfig('b', { position: 1 })];
  await reconcileSources(one, configs);
  const sourceOf = (name: string) => new ScriptedSource(name);
  const readers = [
    { ctx: one, source: sourceOf('a') },
    { ctx: two, source: sourceOf('a') },
    { ctx: one, source: sourceOf('b') },
    { ctx: two, source: sourceOf('b') },
  ];
  for (let round = 1; round <= 15; round += 1) {
    const files = {
      [`f${round % 3}.yaml`]: [{ name: 'shared' }, { name: `n${round % 4}` }],
      'g.yaml': [{ name: 'shared', description: `${round}` }],
    };
    const syncs = readers.map(({ ctx, source }) => {
      source.at(`c${round}`, files);
      return syncSource(ctx, source, sourceConfig(source.id), { signal });
    });
    for (const report of await Promise.all(syncs)) expect(['synced', 'unchanged']).toContain(report.outcome);
    const rows = await one.db.rows(
      sql`select ref, source, holder, entity->'metadata'->>'description' as text from descriptor order by ref, source, path`,
    );
    expect(rows.filter((row) => row['holder']).map(({ ref, source }) => [ref, source])).toEqual([
      [`component:default/n${round % 4}`, 'a'],
      ['component:default/shared', 'a'],
    ]);
    expect(rows.filter((row) => row['text'] === `${round}`)).toHaveLength(2);
    expect(rows).toHaveLength(6);
  }
});

it('loses no change to a reader who goes by number, although transactions commit late', async () => {
  await using world = await twoProcesses();
  const { one, two } = world;
  const change = (ref: string) => ({
    source: 'a',
    uid: crypto.randomUUID(),
    ref,
    op: 'added' as const,
    field: null,
    before: null,
    after: null,
    commit: null,
  });
  const seen: string[] = [];
  let position = 0;
  const follow = async (): Promise<void> => {
    const rows = await two.db.rows<{ seq: number; ref: string }>(
      sql`select seq, ref from catalog_change where seq > ${position} order by seq`,
    );
    seen.push(...rows.map((row) => row.ref));
    position = rows.at(-1)?.seq ?? position;
  };
  const write = (ref: string, ms: number) =>
    one.db.transaction(async (tx) => {
      await lockCatalog(tx);
      await writeFeed(tx, [change(ref)], new Date());
      await new Promise((resolve) => setTimeout(resolve, ms));
    });
  const writers = Array.from({ length: 20 }, (_, index) => write(`r${index}`, (index * 7) % 30));
  const done = Promise.all(writers);
  let isDone = false;
  void done.then(() => (isDone = true));
  while (!isDone) await follow();
  await follow();
  expect(seen.toSorted()).toEqual(writers.map((_, index) => `r${index}`).toSorted());
});

async function twoProcesses() {
  const url = await ownPostgresDatabase();
  const [first, second] = await Promise.all([1, 2].map(() => openDb({ kind: 'postgres', url, poolSize: 4, log: silentLog })));
  if (!first || !second) throw new Error('unreachable');
  await Promise.all([migrate(first), migrate(second)]);
  const facts = { clock: systemClock, log: silentLog };
  return {
    one: { ...facts, db: first.db },
    two: { ...facts, db: second.db },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
