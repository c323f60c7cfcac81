import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics, type Readings } from './metrics.ts';

const quiet: Readings = { entities: 7, catalogAgeSeconds: 0, sources: [] };

/** Metrics behind a server, and what they say: `name{labels}` → number. */
async function serve(read: () => Promise<Readings>) {
  const metrics = createMetrics(read);
  const server = createServer(metrics.listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    metrics.stop();
    server.close();
  });
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
  const numbers = async (): Promise<Record<string, number>> => {
    const lines = (await (await get('/metrics')).text()).split('\n').filter((line) => line.startsWith('switchboard_'));
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
  };
  return { meter: metrics.meter, get, numbers };
}

test('answers are sorted by how long they took, and what fails by its code', async () => {
  const { meter, numbers } = await serve(() => Promise.resolve(quiet));
  for (const ms of [1, 40, 2500]) meter.answered('catalog.whoowns', ms);
  meter.missed();
  meter.failed('slack', 'channel_not_found');
  meter.failed('slack', 'channel_not_found');
  const said = await numbers();
  expect(said).toMatchObject({
    'switchboard_answer_seconds_bucket{le="0.001",entry="catalog.whoowns"}': 1,
    'switchboard_answer_seconds_bucket{le="0.05",entry="catalog.whoowns"}': 2,
    'switchboard_answer_seconds_bucket{le="3",entry="catalog.whoowns"}': 3,
    switchboard_misses_total: 1,
    'switchboard_slack_errors_total{code="channel_not_found"}': 2,
    switchboard_entities: 7,
  });
});

test('others’ words cannot fill the memory: the fortieth code is the last, and what is no code is none', async () => {
  const { meter, numbers } = await serve(() => Promise.resolve(quiet));
  for (let n = 0; n < 100; n++) meter.failed('github', `code_${n}`);
  meter.failed('github', 'a sentence, not a code');
  meter.failed('github', 'code_7');
  const said = Object.entries(await numbers()).filter(([name]) => name.startsWith('switchboard_github'));
  expect(said).toHaveLength(41);
  expect(Object.fromEntries(said)).toMatchObject({
    'switchboard_github_errors_total{code="other"}': 61,
    'switchboard_github_errors_total{code="code_7"}': 2,
  });
});

test('what is not there any more, or not known just now, is not shown', async () => {
  const all: Readings = {
    entities: 7,
    catalogAgeSeconds: 0,
    sources: [{ name: 'shop', lagSeconds: Infinity, everySeconds: 60 }],
    problems: { error: 2 },
    queues: { 'catalog.sync': 1 },
  };
  let readings = all;
  const { numbers } = await serve(() => Promise.resolve(readings));
  expect(await numbers()).toMatchObject({
    'switchboard_source_every_seconds{source="shop"}': 60,
    'switchboard_problems{severity="error"}': 2,
    'switchboard_queue_depth{queue="catalog.sync"}': 1,
  });
  readings = { ...quiet, catalogAgeSeconds: 12 };
  const left = Object.keys(await numbers());
  expect(left.filter((name) => name.includes('{'))).toEqual([]);
  expect(await numbers()).toMatchObject({ switchboard_catalog_age_seconds: 12 });
});

test('nothing else is served there', async () => {
  const { get } = await serve(() => Promise.resolve(quiet));
  expect((await get('/')).status).toBe(404);
  expect((await get('/metrics', 'POST')).status).toBe(404);
  expect((await get('/metrics?format=x')).status).toBe(200);
});
