import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, object } from './json.ts';
import { answer, written } from './message-methods.ts';
import { no, type Result, type SlackWorld } from './method.ts';
import { readText } from './read-text.ts';
import { methods } from './web-api.ts';

/** The side of the small Slack that the app calls: the Web API and response URLs, on a port of its own. */
export interface SlackServer {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  /** The full address of a response path. */
  responseUrl: (path: string) => string;
  stop(): Promise<void>;
}

export async function startSlackServer(world: SlackWorld, botToken: string): Promise<SlackServer> {
  const server = createServer((request, response) => {
    serve(world, botToken, request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body),
      () => fail(response),
    );
  });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${base}/api/`,
    responseUrl: (path) => base + path,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function serve(world: SlackWorld, botToken: string, request: IncomingMessage): Promise<{ status: number; body: string }> {
  const path = request.url ?? '';
  const body = request.method === 'POST' ? await readText(request) : undefined;
  if (body === undefined) return { status: 404, body: 'not_found' };
  if (path.startsWith('/response/')) return respond(world, path, body);
  if (!path.startsWith('/api/')) return { status: 404, body: 'not_found' };
  const args = readArgs(request, body);
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
  return { status: 200, body: JSON.stringify(token === botToken ? call(world, path.slice('/api/'.length), args) : no('invalid_auth')) };
}

function call(world: SlackWorld, method: string, args: Json): Result {
  return (Object.hasOwn(methods, method) ? methods[method] : undefined)?.(world, args) ?? no('unknown_method');
}

/** The address is the permission: nothing but its random part is asked for. */
function respond(world: SlackWorld, path: string, body: string): { status: number; body: string } {
  const url = world.grants.responseAt(path);
  if ('error' in url) return { status: 404, body: url.error };
  const message = object(JSON.parse(body));
  const refused = message['delete_original'] === true ? undefined : written(message);
  if (refused && !refused.ok) return { status: 400, body: JSON.stringify(refused) };
  url.spend();
  answer(world.workspace, url.to, message);
  return { status: 200, body: 'ok' };
}

/** The client sends forms in which structured fields are JSON, or JSON as a whole. */
function readArgs(request: IncomingMessage, body: string): Json {
  if (request.headers['content-type']?.startsWith('application/json')) return object(JSON.parse(body || '{}'));
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([key, value]) => [key, /^[[{]/.test(value) ? JSON.parse(value) : value] as const));
}

function fail(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
  response.end('bad_request');
}
