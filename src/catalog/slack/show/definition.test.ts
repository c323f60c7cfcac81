import { sql } from 'drizzle-orm/sql';
import { expect, onTestFinished, test } from 'vitest';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { messageOf, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { putSource, writeCatalog } from '../../../../test/support/catalog-rows.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import { onDatabase, silentLog } from '../../../../test/support/databases.ts';
import { entity, world } from '../../../../test/support/world.ts';
import { createSummaries, type Summaries } from '../../definition/create-summaries.ts';

const api = entity('API', 'billing-v1', { type: 'openapi', lifecycle: 'production', owner: 'team-web' });
const team = entity('Group', 'team-web', { type: 'team', children: [] });
const directory = world({ entities: [api, team] });
const ref = 'api:default/billing-v1';
const [entry] = [...directory.for({ kind: 'everyone' }).entries()];
const text =
  'openapi: 3.0.3\ninfo: {title: "Billing <!channel>", version: 1.2.0}\npaths:\n  /bills: {get: {summary: Lists *all*}, post: {}}\n';

onDatabase('pglite', (_name, open) => {
  async function described(definition: string | null): Promise<Summaries> {
    const { db } = open();
    await putSource(db, 'catalog');
    await writeCatalog(db, { put: [{ entity: api, source: 'catalog' }] });
    await db.rows(sql`update descriptor set definition = ${definition}, hash = ${`h${definition}`} where ref = ${ref}`);
    const pool = createWorkerPool({ threads: 1 });
    onTestFinished(() => pool.close());
    const summaries = createSummaries({ db, pool, log: silentLog });
    // On a busy machine the first thread takes longer to start than a card waits.
    if (entry) await summaries.of(entry);
    return summaries;
  }

  test('an API says what it offers, once read; its definition comes as a file', async () => {
    const here = slackOf(directory, { summaries: await described(text), place: { clicked: 'ephemeral' } });
    const said = (await request(here, 'catalog.show', 'billing-v1')).split('\n');
    expect(said).toContain('Billing <!channel> 1.2.0 · OpenAPI 3.0.3 · 2 operations');
    expect(said).toContain('GET /bills Lists *all*');
    const message = await messageOf(run(here, 'catalog.choose', `by-thing ${ref}`));
    expect(checkMessage(message)).toEqual([]);
    expect(JSON.stringify(message)).not.toContain('<!channel>');
    expect((await messageOf(run(here, 'catalog.definition', ref))).text).toBe('The definition of billing-v1 is in our direct messages.');
    expect(here.uploaded).toMatchObject([{ channel: 'U0ANA', file: { name: 'billing-v1.yaml', bytes: text } }]);
  });

  test('what cannot be read, is too big or is not there is said in one line', async () => {
    const line = async (definition: string | null) =>
      await request(slackOf(directory, { summaries: await described(definition) }), 'catalog.show', 'billing-v1');
    expect(await line('{ "broken')).toContain('Its definition (9 bytes) cannot be read as what it says it is.');
    expect(await line('any: thing')).toContain('Its definition (10 bytes) is of a form that is not known here.');
    expect(await line('#'.repeat(2_000_001))).toContain('Its definition (2000 kB) is too big to be looked into.');
    expect(await line(null)).toContain('It has no definition in the catalog.');
  });

  test('it is summarised once, and again when it has changed', async () => {
    const summaries = await described(text);
    if (!entry) throw new Error('There is one.');
    const first = await summaries.of(entry);
    expect(await summaries.of(entry)).toBe(first);
    await open().db.rows(sql`update descriptor set definition = 'openapi: 3.1.0', hash = 'other' where ref = ${ref}`);
    expect(await summaries.of(entry)).toMatchObject({ summary: { form: 'OpenAPI 3.1.0' } });
    // Another source's by now, which not all may see who saw the entry.
    expect(await summaries.of({ ...entry, source: 'elsewhere' })).toEqual({ outcome: 'none' });
  });
});

test('while the database is away, or does not answer, the card is there and says so', async () => {
  const away: Summaries = { of: () => Promise.reject(new Error('away')), textOf: () => Promise.reject(new Error('away')) };
  const said = await request(slackOf(directory, { summaries: away }), 'catalog.show', 'billing-v1');
  expect(said).toMatch(
    /^billing-v1 is an API \(openapi\) in production, owned by team-web\.\nIts definition cannot be read while the database is away\./,
  );
  await expect(run(slackOf(directory, { summaries: away }), 'catalog.definition', ref)).rejects.toMatchObject({ code: 'database-away' });
  const hanging: Summaries = { ...away, of: () => new Promise(() => {}) };
  expect(await request(slackOf(directory, { summaries: hanging }), 'catalog.show', 'billing-v1')).toContain('could not be read in time');
});
