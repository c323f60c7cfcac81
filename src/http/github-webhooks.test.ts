import { createHmac } from 'node:crypto';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import webhooks from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { StillClock } from '../../test/support/scripted-source.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { createGitHubWebhooks, type WebhookOptions } from './github-webhooks.ts';
import type { GitHubEvent } from './read-github-event.ts';

const secret = 'between us and GitHub';
const signature = (body: string, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
const examples = (event: string): object[] => webhooks.find(({ name }) => name === event)?.examples ?? [];
const pushed = () => examples('push').find((example) => 'ref' in example && String(example.ref).startsWith('refs/heads/'));

async function endpoint(options: Partial<WebhookOptions> = {}) {
  const taken: GitHubEvent[] = [];
  const take = (event: GitHubEvent) => {
    taken.push(event);
    return Promise.resolve();
  };
  const hooks = createGitHubWebhooks({ secret, take, clock: systemClock, log: silentLog, ...options });
  const server = createServer((request, response) => {
    if (!hooks.answer(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => server.close().closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/github/webhooks`;
  const send = async (event: string, body: string, headers: Record<string, string> = {}) =>
    (await fetch(url, { method: 'POST', body, headers: { 'x-github-event': event, 'x-hub-signature-256': signature(body), ...headers } }))
      .status;
  return { url, send, taken };
}

test('GitHub’s own examples of every event that matters are understood, as JSON and as a form', async () => {
  const { send, taken } = await endpoint();
  for (const event of ['push', 'repository', 'team', 'membership', 'organization', 'pull_request']) {
    for (const example of examples(event)) {
      const json = JSON.stringify(example);
      expect(await send(event, json, { 'content-type': 'application/json' })).toBe(202);
      const form = new URLSearchParams({ payload: json }).toString();
      expect(await send(event, form, { 'content-type': 'application/x-www-form-urlencoded' })).toBe(202);
    }
  }
  expect(taken.filter(({ about }) => about === 'unreadable')).toEqual([]);
  expect(new Set(taken.map(({ about }) => about))).toEqual(new Set(['repository', 'people', 'pull-request']));
  expect(await send('ping', JSON.stringify(examples('ping')[0]))).toBe(202);
  expect(await send('star', JSON.stringify(examples('star')[0]))).toBe(202);
});

test('a rename and a transfer tell both names', async () => {
  const { send, taken } = await endpoint();
  const repository = { name: 'till', full_name: 'acme/till', html_url: 'https://github.com/acme/till', owner: { login: 'acme' } };
  await send('repository', JSON.stringify({ action: 'renamed', repository, changes: { repository: { name: { from: 'pay' } } } }));
  await send(
    'repository',
    JSON.stringify({ action: 'transferred', repository, changes: { owner: { from: { organization: { login: 'old' } } } } }),
  );
  await send(
    'repository',
    JSON.stringify({ action: 'transferred', repository, changes: { owner: { from: { user: { login: 'cleo' } } } } }),
  );
  await send('repository', JSON.stringify({ action: 'archived', repository }));
  expect(taken.map((event) => (event.about === 'repository' ? event.names : []))).toEqual([
    ['acme/till', 'acme/pay'],
    ['acme/till', 'old/till'],
    ['acme/till', 'cleo/till'],
    ['acme/till'],
  ]);
});

test('a forged, unsigned, unreadable or oversized body asks for nothing', async () => {
  const { send, taken, url } = await endpoint({ bounds: { bytes: 1000, together: 4 } });
  const body = '{"ref":"refs/heads/main"}';
  expect(await send('push', body, { 'x-hub-signature-256': signature(body, 'guessed') })).toBe(401);
  expect(await send('push', body, { 'x-hub-signature-256': 'sha1=abc' })).toBe(401);
  expect(await send('push', `${body} `, { 'x-hub-signature-256': signature(body) })).toBe(401);
  expect(await send('push', body)).toBe(400);
  expect(await send('push', 'x'.repeat(1001))).toBe(413);
  expect(await send('push', 'no json')).toBe(400);
  expect((await fetch(url)).status).toBe(404);
  expect(taken).toEqual([]);
});

test('without a secret there is no such address', async () => {
  const { send } = await endpoint({ secret: undefined });
  expect(await send('push', '{}')).toBe(404);
});

test('only so many bodies are held at a time, and one that does not go on makes room for the next', async () => {
  const { send, url } = await endpoint({ bounds: { bytes: 1000, together: 1 } });
  const slow = ask(url, { method: 'POST', headers: { 'x-github-event': 'push', 'x-hub-signature-256': signature('') } });
  const told = new Promise((resolve) => slow.once('response', ({ statusCode }) => resolve(statusCode)));
  slow.on('error', () => undefined).write('{');
  await expect.poll(() => send('ping', '{}')).toBe(503);
  await expect.poll(() => send('ping', '{}'), { timeout: 5000 }).toBe(202);
  expect(await told).toBe(408);
});

test('when it cannot be kept GitHub is told so', async () => {
  const { send } = await endpoint({ take: () => Promise.reject(new Error('The database is away.')) });
  expect(await send('push', JSON.stringify(pushed()))).toBe(503);
});

test('whoever sends what is refused cannot fill the log', async () => {
  const clock = new StillClock();
  const lines: unknown[] = [];
  const log = { ...silentLog, warn: (fields: object) => lines.push(fields) };
  const { send } = await endpoint({ clock, log });
  const forged = (delivery: number) =>
    send('push', '{}', { 'x-hub-signature-256': signature('{}', 'a guess'), 'x-github-delivery': String(delivery) });
  for (let n = 1; n <= 20; n += 1) expect(await forged(n)).toBe(401);
  expect(await send('push', 'no payload')).toBe(400);
  clock.forward(10_000);
  await forged(21);
  expect(lines).toMatchObject([
    { status: 401, delivery: '1', soFar: 1 },
    { status: 400, soFar: 1 },
    { status: 401, delivery: '21', soFar: 21 },
  ]);
});
