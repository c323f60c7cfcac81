import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it behaves; `hangs` never answers, `half` breaks off in the middle, `deaf` does what it is asked and says nothing. */
export type Mood = 'fine' | 'deaf' | 'hangs' | 'half' | 'garbled' | 'huge' | 'elsewhere' | number;

export interface FakePagerDuty {
  url: string;
  token: string;
  mood: Mood;
  /** `GET /services/PAY1` and so on, in order. */
  asked: string[];
  /** What was opened, by incident key. */
  incidents: Map<string, { title: string; from: string; service: string; details: string }>;
  /** The addresses of its users: nobody else may open an incident. */
  users: Set<string>;
  onCalls: object[];
  held: (() => void)[];
  /** What hangs is answered after all. */
  release(): void;
  stop(): void;
}

/** A PagerDuty on this machine, as far as its REST API is used: the service PAY1, and those of the example organisation, with one key and one escalation policy. */
export async function openPagerDuty(onCalls: object[] = twoLevels): Promise<FakePagerDuty> {
  const server = createServer((request, response) => void answer(fake, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakePagerDuty = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'u+fake-token',
    mood: 'fine',
    asked: [],
    incidents: new Map(),
    users: new Set(['u0ana@acme.test', 'bot@acme.test']),
    onCalls,
    held: [],
    release() {
      fake.mood = 'fine';
      for (const go of fake.held.splice(0)) go();
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return fake;
}

export const integrationKey = 'e93facc04764012d7bfb002500d5d1a6';

export const onCall = (level: number, name: string, end: string | null, id = name) => ({
  escalation_level: level,
  start: '2026-11-23T08:00:00Z',
  end,
  user: { id, type: 'user', name, email: `${name.split(' ')[0]?.toLowerCase()}@acme.test`, summary: name },
  escalation_policy: { id: 'POL1', type: 'escalation_policy_reference' },
});

const twoLevels = [onCall(2, 'Bo Berg', null), onCall(1, 'Ana Ruiz', '2026-11-23T18:00:00Z'), onCall(2, 'Ana Ruiz', null)];

const service = {
  id: 'PAY1',
  type: 'service',
  name: 'Payments <!channel>',
  html_url: 'https://acme.pagerduty.com/service-directory/PAY1',
  escalation_policy: { id: 'POL1', type: 'escalation_policy_reference' },
  integrations: [{ id: 'INT1', type: 'events_api_v2_inbound_integration', integration_key: integrationKey }],
};

async function answer(fake: FakePagerDuty, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', fake.url);
  fake.asked.push(`${request.method} ${url.pathname}`);
  const { mood } = fake;
  if (mood === 'hangs') await new Promise<void>((resolve) => fake.held.push(resolve));
  if (mood === 'half') return void response.writeHead(200, { 'content-length': '1000' }).write('{"oncalls":[', () => response.destroy());
  if (mood === 'elsewhere') return void response.writeHead(302, { location: `${fake.url}/elsewhere` }).end();
  if (mood === 'huge') return void response.end(JSON.stringify({ oncalls: [], service, filler: 'x'.repeat(2_000_000) }));
  if (mood === 'garbled') return void response.end('{"service":{"id":"../users"},"oncalls":[{"user":null}],"services":"<html>"}');
  if (typeof mood === 'number') return void response.writeHead(mood, { 'retry-after': '30' }).end('{"error":{}}');
  if (request.headers.authorization !== `Token token=${fake.token}`) return void response.writeHead(401).end();
  if (request.method === 'POST') return await openIncident(fake, request, response);
  const found = find(fake, url);
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? { error: { code: 2100 } }));
}

function find({ onCalls }: FakePagerDuty, url: URL): object | undefined {
  const [, id = ''] = /^\/services\/(PAY1|PHAL\w+)$/.exec(url.pathname) ?? [];
  if (id !== '') return { service: { ...service, id, ...(id !== 'PAY1' && { name: 'Payments' }) } };
  // Names are searched as well, so that more than what was meant is found.
  if (url.pathname === '/services') return { services: [{ ...service, id: 'OTHER', integrations: [] }, service] };
  return url.pathname === '/oncalls' && url.searchParams.get('escalation_policy_ids[]') === 'POL1' ? { oncalls: onCalls } : undefined;
}

async function openIncident(fake: FakePagerDuty, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { incident } = JSON.parse(text) as {
    incident: { title: string; incident_key: string; service: { id: string }; body: { details: string } };
  };
  const from = String(request.headers['from']);
  const refuse = (why: string) =>
    response.writeHead(400).end(JSON.stringify({ error: { message: 'Arguments Caused Error', errors: [why] } }));
  if (!fake.users.has(from)) return void refuse('Requester User Not Found');
  if (fake.incidents.has(incident.incident_key)) return void refuse('Open incident with matching dedup key already exists on this service');
  fake.incidents.set(incident.incident_key, { title: incident.title, from, service: incident.service.id, details: incident.body.details });
  if (fake.mood === 'deaf') return void response.destroy();
  const created = { id: 'Q1', html_url: 'https://acme.pagerduty.com/incidents/Q1', status: 'triggered' };
  response.writeHead(201).end(JSON.stringify({ incident: created }));
}
