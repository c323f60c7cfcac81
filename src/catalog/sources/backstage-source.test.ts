import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { defaultBounds, defaultKinds } from '#core/catalog-config.ts';
import { readerOf, refsOf } from '../../../test/support/source-world.ts';
import { backstageSource } from './backstage-source.ts';

interface Entity {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { name: string; etag?: string };
  spec?: Record<string, unknown>;
  relations?: unknown[];
}

const token = 'letters-for-a-token';

/** A Backstage with these entities, two on a page. */
async function backstage(entities: Entity[]) {
  const world = { entities, status: 200, requests: 0, claimed: undefined as number | undefined };
  const server = createServer((request, response) => {
    world.requests += 1;
    const url = new URL(request.url ?? '/', 'http://host');
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end();
    if (url.pathname !== '/api/catalog/entities/by-query') return response.writeHead(404).end();
    if (world.status === 302) return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    if (world.status !== 200) return response.writeHead(world.status).end('<html>');
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const nextCursor = from + 2 < world.entities.length ? String(from + 2) : undefined;
    const page = {
      items: world.entities.slice(from, from + 2),
      totalItems: world.claimed ?? world.entities.length,
      pageInfo: { nextCursor },
    };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => server.close().closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const allow = [...defaultKinds, 'group'];
  const source = (more: object = {}) => backstageSource({ name: 'b', url, token, allow, ...more }, { bounds: defaultBounds });
  return { world, source, reader: readerOf(source()) };
}

const entity = (
  kind: string,
  name: string,
  etag: string,
  spec: Record<string, unknown> = { type: 'service', lifecycle: 'production', owner: 'a' },
) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: {
    name,
    etag,
    uid: 'b5c0',
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': 'ldap://dc', 'backstage.io/orphan': 'true', 'acme.example/x': 'y' },
  },
  spec,
  relations: [{ type: 'ownedBy', targetRef: 'group:default/a' }],
});

test('every page is read, and what Backstage adds of its own is left out', async () => {
  const { reader } = await backstage([
    entity('Component', 'Pay', '1'),
    entity('Group', 'a', '1', { type: 'team', children: [] }),
    entity('User', 'ana', '1', { memberOf: [] }),
    entity('API', 'pay', '1', { type: 'openapi', lifecycle: 'production', owner: 'a', definition: 'openapi: 3.1.0' }),
    entity('Location', 'all', '1', { target: 'https://github.com/acme/x/blob/main/y.yaml' }),
  ]);
  await reader.look();
  expect(refsOf(reader)).toEqual(['api:default/pay', 'component:default/pay', 'group:default/a', 'location:default/all']);
  const [pay] = reader.files.get('component/default/pay')?.descriptors ?? [];
  expect(JSON.parse(pay?.json ?? '')).toEqual({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'Pay', namespace: 'default', annotations: { 'acme.example/x': 'y' } },
    spec: { type: 'service', lifecycle: 'production', owner: 'a' },
  });
  const location = reader.files.get('location/default/all');
  expect([location?.targets, location?.elsewhere, location?.problems]).toEqual([[], undefined, []]);
});

test('what looks like an include is text that has been included, and whatever stands in a text comes through', async () => {
  const spec = { type: 'service', lifecycle: 'production', owner: 'a', page: { $text: './page.md' }, odd: '\u007F\u0085\u2028\uFEFF' };
  const { reader } = await backstage([entity('Component', 'pay', '1', spec)]);
  await reader.look();
  const file = reader.files.get('component/default/pay');
  expect(file?.problems).toEqual([]);
  expect(JSON.parse(file?.descriptors[0]?.json ?? '')).toMatchObject({ spec });
});

test('only what has another etag is read again, and what is gone is removed', async () => {
  const { world, reader } = await backstage([entity('Component', 'a', '1'), entity('Component', 'b', '1'), entity('Component', 'c', '1')]);
  await reader.look();
  expect((await reader.look()).outcome).toBe('unchanged');
  world.entities = [entity('Component', 'a', '1'), entity('Component', 'b', '2')];
  expect(await reader.look()).toMatchObject({ full: false, files: [{ path: 'component/default/b' }], removed: ['component/default/c'] });
});

test.each([
  [401, 'refused', { token: 'wrong' }],
  [404, 'not-found', {}],
  [500, 'failed', {}],
  [302, 'unreachable', {}],
])('status %s is %s, and says what to do without the token', async (status, code, more) => {
  const { world, source } = await backstage([]);
  world.status = status;
  const error: unknown = await source(more)
    .read(null, AbortSignal.timeout(5000))
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'SourceUnavailable', code, fix: expect.stringMatching(/./) });
  expect(JSON.stringify([error, String(error)])).not.toContain(token);
});

test('an empty answer of a catalog that is not empty removes nothing', async () => {
  const { world, reader } = await backstage([entity('Component', 'a', '1')]);
  await reader.look();
  Object.assign(world, { entities: [], claimed: 1 });
  await expect(reader.look()).rejects.toMatchObject({ code: 'failed' });
  // It has just been started, with its database in memory.
  Object.assign(world, { claimed: 0 });
  await expect(reader.look()).rejects.toMatchObject({ code: 'empty' });
  await expect((await backstage([])).reader.look()).resolves.toMatchObject({ files: [] });
});
