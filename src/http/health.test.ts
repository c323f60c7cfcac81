import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Directory, SourceFacts } from '#core/directory.ts';
import { answerHealth, readiness } from './health.ts';

const at = new Date('2026-01-02T03:04:05Z');
const read: SourceFacts = {
  name: 'main',
  type: 'git',
  position: 0,
  authority: true,
  visibleTo: ['group:default/secret-team'],
  branch: 'secret-branch',
  errorCode: 'refused',
  entities: 7,
  held: 0,
  webUrl: 'https://git.acme.example/secret-project',
  head: 'a'.repeat(40),
  seenAt: at,
  // Its content has been the same for a year.
  syncedAt: new Date('2025-01-02T03:04:05Z'),
  everyMs: 60_000,
  ok: true,
  problems: 2,
};

function directory(sources: SourceFacts[], from: 'database' | 'memory' = 'database') {
  return { sources: () => sources, freshness: { from, asOf: at }, size: 7 } as unknown as Directory;
}

test('readiness tells counts, codes and configured names, and nothing else', () => {
  const sources = [read, { ...read, name: 'git-2', ok: false, head: null, seenAt: null, syncedAt: null }];
  const slack = { mode: 'socket', reachable: false, lastPongMs: null } as const;
  expect(readiness(directory(sources, 'memory'), slack)).toEqual({
    ready: true,
    degraded: ['database', 'source:git-2', 'slack'],
    entities: 7,
    problems: 4,
    slack: { mode: 'socket', lastPongMs: null },
    sources: [
      { name: 'main', commit: 'a'.repeat(40), syncedAt: '2026-01-02T03:04:05.000Z', ok: true },
      { name: 'git-2', commit: null, syncedAt: null, ok: false },
    ],
  });
});

test('of Slack it tells how it is reached, and nothing without Slack', () => {
  const over = (slack: Parameters<typeof readiness>[1]) => readiness(directory([read]), slack);
  expect(over({ mode: 'socket', reachable: true, lastPongMs: 42 })).toMatchObject({
    degraded: [],
    slack: { mode: 'socket', lastPongMs: 42 },
  });
  expect(over({ mode: 'http', reachable: false })).toMatchObject({ degraded: ['slack'], slack: { mode: 'http' } });
  expect(over(undefined)).toMatchObject({ degraded: [] });
  expect(over(undefined)).not.toHaveProperty('slack');
});

test('the process lives before it is ready, is ready however degraded, and leaves other paths alone', async () => {
  let current: Directory | undefined;
  const server = createServer((req, res) => {
    if (!answerHealth(req, res, () => readiness(current, undefined))) res.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const status = async (path: string, method = 'GET') => (await fetch(url + path, { method })).status;
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  current = directory([{ ...read, ok: false }], 'memory');
  expect([await status('/readyz?probe=1'), await status('/readyz', 'HEAD'), await status('/healthz', 'HEAD')]).toEqual([200, 200, 200]);
  expect([await status('/readyz', 'POST'), await status('/slack/events')]).toEqual([418, 418]);
});
