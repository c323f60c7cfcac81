import { connect } from 'node:net';
import { reply } from '#core/reply.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { post, sign, slashCommand } from '../../test/support/signed-request.ts';
import { type SlackApp, startSlackApp } from '../../test/support/slack-app.ts';
import { defineCommand } from './define-command.ts';

let app: SlackApp;
let answered = 0;

const ping = defineCommand({
  id: 'test.ping',
  command: '/ping',
  summary: 'Says pong',
  usage: '',
  parse: (text) => text,
  answer: () => {
    answered += 1;
    return reply.ephemeral({ text: 'pong', blocks: [] });
  },
});

beforeAll(async () => {
  app = await startSlackApp({ definitions: [ping], bounds: { bodyMs: 300, bodyBytes: 20_000, ackMs: 100 } });
});
beforeEach(() => {
  answered = 0;
});
afterAll(() => app.stop());

const now = () => Date.now();

test('what Slack signed just now is answered', async () => {
  const { status, json } = await post(app.url, sign(slashCommand('/ping', '')));
  expect({ status, answered }).toEqual({ status: 200, answered: 1 });
  expect(json).toMatchObject({ response_type: 'ephemeral', text: 'pong' });
});

test.each([
  ['stale', () => sign(slashCommand('/ping', ''), { at: now() - 301_000 })],
  ['future', () => sign(slashCommand('/ping', ''), { at: now() + 63_000 })],
  ['forged', () => sign(slashCommand('/ping', ''), { secret: 'a guess' })],
  ['forged', () => ({ ...sign(slashCommand('/ping', 'before')), body: slashCommand('/ping', 'after') })],
  ['forged', () => ({ body: slashCommand('/ping', ''), headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
  ['forged', () => withHeader('x-slack-request-timestamp', 'NaN')],
  ['forged', () => withHeader('x-slack-signature', 'v0=')],
] as const)('a %s request is refused with 401', async (reason, make) => {
  const before = app.slack.counts().refused[reason];
  const { status } = await post(app.url, make());
  expect({ status, answered }).toEqual({ status: 401, answered: 0 });
  expect(app.slack.counts().refused[reason]).toBe(before + 1);
});

test('the clock may differ by a few seconds', async () => {
  expect((await post(app.url, sign(slashCommand('/ping', ''), { at: now() + 30_000 }))).status).toBe(200);
  expect((await post(app.url, sign(slashCommand('/ping', ''), { at: now() - 290_000 }))).status).toBe(200);
});

test('a flood of forged requests is one line in the log', async () => {
  await Promise.all(Array.from({ length: 20 }, () => post(app.url, sign(slashCommand('/ping', ''), { secret: 'a guess' }))));
  const lines = app.logged.filter((one) => one.event === 'slack.refused' && one.fields['reason'] === 'forged');
  expect(lines).toHaveLength(1);
});

test('the same request a second time is refused', async () => {
  const request = sign(slashCommand('/ping', ''));
  expect((await post(app.url, request)).status).toBe(200);
  expect((await post(app.url, request)).status).toBe(401);
  expect(answered).toBe(1);
});

test('of twenty equal requests at once one is answered', async () => {
  const request = sign(slashCommand('/ping', ''));
  const statuses = (await Promise.all(Array.from({ length: 20 }, () => post(app.url, request)))).map((one) => one.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 401)).toHaveLength(19);
  expect(answered).toBe(1);
});

test('forged signatures do not enter the store', async () => {
  const { held } = app.slack.counts().signatures;
  await Promise.all(Array.from({ length: 20 }, () => post(app.url, sign(slashCommand('/ping', ''), { secret: 'a guess' }))));
  expect(app.slack.counts().signatures.held).toBe(held);
});

test('a body that is too large is refused before it is looked at, declared or not', async () => {
  const body = slashCommand('/ping', 'x'.repeat(20_001));
  expect((await post(app.url, sign(body))).status).toBe(413);
  const answer = await raw(`${head()}transfer-encoding: chunked\r\n\r\n${'5000\r\n'}${'x'.repeat(0x5000)}\r\n0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 413/);
  expect(answered).toBe(0);
});

test('a body that does not come is given up', async () => {
  expect(await raw(`${head()}content-length: 100\r\n\r\nhalf of it`)).toMatch(/^HTTP\/1.1 408/);
});

test('Slack’s certificate test gets its 200 and nothing in it is done', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, text } = await post(app.url, { headers, body: `${slashCommand('/ping', '')}&ssl_check=1` });
  expect({ status, text, answered }).toEqual({ status: 200, text: '', answered: 0 });
});

test('Slack’s URL verification gets its challenge, if signed', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c4a11e46e' });
  const answer = await post(app.url, sign(body, { type: 'application/json' }));
  expect(answer.json).toEqual({ challenge: 'c4a11e46e' });
  expect((await post(app.url, { body, headers: { 'content-type': 'application/json' } })).status).toBe(401);
});

test.each([
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '{"type":"block_actions"}'],
  ['application/json', '{'],
  ['text/plain', 'hello'],
  ['application/x-www-form-urlencoded', 'payload=null'],
  ['application/x-www-form-urlencoded', 'p%61yload=null'],
  ['application/x-www-form-urlencoded', 'payload={&payload=null'],
])('signed nonsense (%s %s) ends the request, not the process', async (type, body) => {
  const { status } = await post(app.url, sign(body, { type }));
  // Bolt lets go of what it does not know after 3 s, with a 404.
  expect([400, 404]).toContain(status);
  expect((await post(app.url, sign(slashCommand('/ping', '')))).status).toBe(200);
});

test('paths and URLs that are not ours end in 404', async () => {
  const at = (path: string) => `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  expect(await raw(at('//'))).toMatch(/^HTTP\/1.1 404/);
  expect(await raw(at('/elsewhere'))).toMatch(/^HTTP\/1.1 404/);
  expect(await raw(at('/slack/events?x=1'))).toMatch(/^HTTP\/1.1 401/);
  expect(await raw('GET /slack/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 404/);
});

function withHeader(name: string, value: string) {
  const request = sign(slashCommand('/ping', ''));
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function head(): string {
  return 'POST /slack/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
}

/** A request by hand: what no well-behaved client sends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
