import { expect, test } from 'vitest';
import { z } from 'zod';
import { contributionsOf, createPlugins, createTools } from '#app/create-plugins.ts';
import { readSettings } from '../../config.ts';
import type { Client } from './client.ts';
import { noticeSilence } from './notice-silence.ts';
import { ask, request, run, slackOf, type DeskFacts } from '../../../test/support/ask-catalog.ts';
import { startFakePagerDuty } from '../../../test/support/fake-pager-duty.ts';
import { integrationKey, type Mood, onCall } from '../../../test/support/pager-duty-server.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { silentLog } from '../../../test/support/databases.ts';
import { entity, now, world } from '../../../test/support/world.ts';

const people = { userIdOf: (email: string) => ({ 'ana@acme.test': 'U0ANA' })[email] };
const service = (name: string, annotations: Record<string, string>, owner = 'silent') =>
  entity('Component', name, { type: 'service', lifecycle: 'production', owner }, { annotations });
const company = world({
  entities: [
    entity('Group', 'silent', { type: 'team', children: [] }),
    entity(
      'Group',
      'paged',
      { type: 'team', children: [], profile: { displayName: 'Team *Paged*' } },
      { annotations: { 'pagerduty.com/service-id': 'PAY1' } },
    ),
    entity('Component', 'bff', { owner: 'paged', lifecycle: 'production', dependsOn: ['component:plain'] }),
    entity('Component', 'batch', { owner: 'silent', dependsOn: ['component:plain'] }),
    service('by-id', { 'pagerduty.com/service-id': 'PAY1' }),
    service('by-key', { 'pagerduty.com/integration-key': integrationKey }),
    service('by-owner', {}, 'paged'),
    service('plain', {}),
    service('wrong-key', { 'pagerduty.com/integration-key': 'f'.repeat(32) }),
    service('unknown-id', { 'pagerduty.com/service-id': 'NOPE1' }),
    service('evil-id', { 'pagerduty.com/service-id': '../users?x=' }),
  ],
});

/** The plugin as the product wires it, beside a PagerDuty of its own. */
async function desk(facts: { onCalls?: object[]; env?: Record<string, string> } & DeskFacts = {}) {
  const fake = await startFakePagerDuty(facts.onCalls);
  let nowMs = now.getTime();
  const clock = { now: () => new Date(nowMs), uuid: () => 'id' };
  const { env } = readSettings({ PAGERDUTY_TOKEN: fake.token, PAGERDUTY_API_URL: `${fake.url}/`, ...facts.env }, '/');
  const plugins = createPlugins({ env, permissions: { admin: [] } }, createTools({ clock, log: silentLog }));
  const here = slackOf(company, { people, ...facts, sections: [...contributionsOf(plugins).sections] });
  here.ctx.clock = clock;
  const says = async (name: string) => (await ask(here, name)).split('\n')[1];
  return { fake, here, says, pass: (ms: number) => (nowMs += ms) };
}

test('who is on call is the second line, by level, as a mention for whoever asks', async () => {
  const { fake, says, here } = await desk();
  expect(await says('by-id')).toBe('On call now: @U0ANA (until 2026-11-23 18:00 UTC), then Bo Berg');
  expect(await says('by-key')).toBe(await says('by-id'));
  expect(await says('by-owner')).toContain('On call now for Team *Paged*: @U0ANA');
  expect(fake.asked).toEqual(['GET /services/PAY1', 'GET /oncalls', 'GET /services', 'GET /oncalls']);
  await run(here, 'catalog.share', 'component:default/by-id');
  expect(JSON.stringify(here.posted[0]?.message)).toContain('"On call now: Ana Ruiz (until ');
});

test('an impact tells of each team that names a service who is on call, by name, and waits no longer for it', async () => {
  const { fake, here, pass } = await desk();
  const impact = () => request(here, 'catalog.impact-request', 'plain');
  expect(await impact()).toContain(
    '• Team *Paged* · no channel known · on call Ana Ruiz · 1 in production: bff\n• silent · no channel known · 1: batch',
  );
  expect(fake.asked).toEqual(['GET /services/PAY1', 'GET /oncalls']);
  pass(61_000);
  fake.mood = 503;
  expect(await impact()).toMatch(/• Team \*Paged\* · no channel known · 1 in production: bff\n[^]*PagerDuty has trouble of its own\.\n/);
  pass(11_000);
  fake.mood = 'hangs';
  const began = performance.now();
  expect(await impact()).toContain('PagerDuty did not answer in time and is left out.');
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('what names no service costs nothing and waits for nobody; without a token nothing is asked or said', async () => {
  const { fake, here } = await desk();
  fake.mood = 'hangs';
  expect(await ask(here, 'plain')).not.toContain('PagerDuty');
  expect(fake.asked).toEqual([]);
  const without = await desk({ env: { PAGERDUTY_TOKEN: '' } });
  expect(await ask(without.here, 'by-id')).not.toContain('On call');
  expect(without.fake.asked).toEqual([]);
});

test('asked once for all who want to know at the same time, and again after a minute', async () => {
  const { fake, says, pass } = await desk();
  await Promise.all(Array.from({ length: 20 }, () => says('by-id')));
  expect(fake.asked).toHaveLength(2);
  pass(59_000);
  await says('by-id');
  expect(fake.asked).toHaveLength(2);
  pass(2_000);
  fake.onCalls = [onCall(1, 'Cleo Cruz', null)];
  expect(await says('by-id')).toBe('On call now: Cleo Cruz');
  // Which service it is was kept.
  expect(fake.asked.slice(2)).toEqual(['GET /oncalls']);
});

test('a shift that ends while it is remembered is not shown as going on', async () => {
  const { says, pass } = await desk({ onCalls: [onCall(1, 'Ana Ruiz', new Date(now.getTime() + 30_000).toISOString())] });
  expect(await says('by-id')).toContain('On call now');
  pass(31_000);
  expect(await says('by-id')).toBe('Nobody is on call now, as PagerDuty has it.');
});

test.each([
  ['a wrong token', 401, 'PagerDuty refuses our token.'],
  ['a token that may not', 403, 'PagerDuty refuses our token.'],
  ['too many questions', 429, 'PagerDuty takes no more questions just now.'],
  ['down', 503, 'PagerDuty has trouble of its own.'],
  ['broken off', 'half', 'PagerDuty broke off its answer.'],
  ['something else than was asked for', 'garbled', 'PagerDuty’s answer could not be read.'],
  ['without end', 'huge', 'PagerDuty’s answer could not be read.'],
  ['sent elsewhere', 'elsewhere', 'PagerDuty cannot be reached.'],
] as [string, Mood, string][])(
  '%s: the card is whole, with one line that says so, and it is not asked again at once',
  async (_, mood, said) => {
    const { fake, here, says, pass } = await desk();
    fake.mood = mood;
    const card = await ask(here, 'by-id');
    expect(card).toContain(`by-id is owned by silent.\n${said}\n`);
    expect(card).toContain('confirmed');
    // The token goes nowhere that PagerDuty sends it.
    expect(fake.asked).not.toContain('GET /elsewhere');
    const { length } = fake.asked;
    await says('by-id');
    expect(fake.asked).toHaveLength(length);
    pass(11_000);
    fake.mood = 'fine';
    expect(await says('by-id')).toContain('On call now');
  },
);

test('a service that PagerDuty does not know is said to be so; what cannot be an id never gets into an address', async () => {
  const { fake, says } = await desk();
  expect(await says('unknown-id')).toBe('PagerDuty does not know that service.');
  expect(await says('wrong-key')).toBe('PagerDuty knows no service by the integration-key that is written here.');
  fake.asked.length = 0;
  expect(await says('evil-id')).toBe('PagerDuty knows no service by the service-id that is written here.');
  expect(fake.asked).toEqual([]);
});

test('names from there are shown as they are, and cut: nobody is mentioned, nothing is a link', async () => {
  const evil = '<!channel> *x* <https://evil.example|ok> '.repeat(9);
  const onCalls = Array.from({ length: 40 }, (_, n) => onCall(1 + (n % 10), evil, null, `U${n}`));
  const { here } = await desk({ onCalls });
  const said = await run(here, 'catalog.whoowns', 'by-id');
  if (said.kind !== 'message') throw new Error('no message');
  expect(checkMessage(said.message)).toEqual([]);
  expect(JSON.stringify(said.message)).not.toMatch(/<!channel>|<https:\/\/evil/);
  expect(JSON.stringify(said.message)).toContain('and 1 more, then');
});

test('slow: the card is there at its deadline, and the next one has the answer', async () => {
  const { fake, here } = await desk();
  const timed = async () => {
    const began = performance.now();
    const card = await ask(here, 'by-id');
    return { card, ms: performance.now() - began };
  };
  fake.mood = 'hangs';
  const slow = await timed();
  expect(slow.card).toContain('by-id is owned by silent.\nPagerDuty did not answer in time and is left out.\n');
  expect(slow.ms).toBeGreaterThan(790);
  expect(slow.ms).toBeLessThan(1_000);
  fake.release();
  await expect.poll(timed).toMatchObject({ card: expect.stringContaining('On call now: @U0ANA') as string });
  expect(fake.asked).toEqual(['GET /services/PAY1', 'GET /oncalls']);
});

test('while it hangs only the first card waits; the others say so at once, until it answers', async () => {
  const { fake, says, pass } = await desk();
  expect(await says('by-id')).toContain('On call now');
  pass(61_000);
  fake.mood = 'hangs';
  expect(await says('by-key')).toBe('PagerDuty did not answer in time and is left out.');
  pass(900);
  const began = performance.now();
  for (const name of ['by-id', 'by-owner', 'by-key', 'unknown-id']) expect(await says(name)).toBe('PagerDuty does not answer just now.');
  expect(performance.now() - began).toBeLessThan(400);
  expect(await says('evil-id')).toBe('PagerDuty knows no service by the service-id that is written here.');
  fake.release();
  await expect.poll(() => says('by-key')).toContain('On call now: @U0ANA');
});

test('what it did not answer for good keeps nobody waiting for a while, and then it is tried again', async () => {
  let nowMs = 0;
  let outcome: () => Promise<unknown> = () => Promise.resolve(1);
  const clock = { now: () => new Date(nowMs), uuid: () => 'id' };
  const asked: Client = { get: <T>() => outcome() as Promise<T>, post: <T>() => outcome() as Promise<T> };
  const { client, isSilent } = noticeSilence(asked, { clock });
  const get = () => client.get('', [], z.unknown()).catch(() => 'failed');
  outcome = () => Promise.reject(new Error('away', { cause: new DOMException('', 'TimeoutError') }));
  await get();
  expect(isSilent()).toBe(true);
  nowMs += 10_000;
  expect(isSilent()).toBe(false);
  outcome = () => Promise.reject(new Error('refused'));
  await get();
  expect(isSilent()).toBe(false);
});
