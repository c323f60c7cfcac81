import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mostFileBytes } from './files.ts';
import { type Json, object } from './json.ts';
import { answer, written } from './message-methods.ts';
import { no, type Result, type SlackWorld } from './method.ts';
import { readBytes, readText } from './read-text.ts';
import { methods } from './web-api.ts';

/** The side of the small Slack that the app calls: the Web API, response URLs and files, on a port of its own. */
export interface SlackServer {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  /** The full address of a response path. */
  responseUrl: (path: string) => string;
  stop(): Promise<void>;
}

export interface SlackServerOptions {
  botToken: string;
  /** For `apps.connections.open`; absent: nobody has it. */
  appToken?: string;
  /** Stands between a call and its answer: hears both, may answer otherwise or later. Absent: calls are just answered. */
  around?(call: Call, answer: () => Answer): Answer | Promise<Answer>;
}

export interface Call {
  /** `response_url` for response URLs, `upload_url` for the bytes of files. */
  method: string;
  args: Json;
}

export interface Answer {
  status: number;
  /** `ok` or Slack's error code. */
  result: string;
  body: string;
  /** Seconds. */
  retryAfter?: number;
}

export async function startSlackServer(world: SlackWorld, options: SlackServerOptions): Promise<SlackServer> {
  const reached = { ...world };
  const server = createServer((request, response) => {
    serve(reached, options, request).then(
      ({ status, body, retryAfter }) => {
        const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...wait }).end(body);
      },
      () => fail(response),
    );
  });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  reached.base = base;
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

async function serve(world: SlackWorld, options: SlackServerOptions, request: IncomingMessage): Promise<Answer> {
  const path = request.url ?? '';
  if (path.startsWith('/upload/') && request.method === 'POST') return takeFile(world, options, request);
  const body = request.method === 'POST' ? await readText(request) : undefined;
  const isMethod = path.startsWith('/api/');
  if (body === undefined || !(isMethod || path.startsWith('/response/'))) return { status: 404, result: 'not_found', body: 'not_found' };
  const args = isMethod ? readArgs(request, body) : object(JSON.parse(body));
  const method = isMethod ? path.slice('/api/'.length) : 'response_url';
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
  const answer = () => {
    if (!isMethod) return respond(world, path, args);
    const isRight = token !== undefined && token === (method.startsWith('apps.') ? options.appToken : options.botToken);
    return methodAnswer(isRight ? call(world, method, args) : no('invalid_auth'));
  };
  return options.around?.({ method, args }, answer) ?? answer();
}

/** As with response URLs the address is the permission. Slack tells by the status alone how it went. */
async function takeFile({ workspace }: SlackWorld, options: SlackServerOptions, request: IncomingMessage): Promise<Answer> {
  const bytes = await readBytes(request, mostFileBytes);
  const answer = (): Answer => {
    const taken = bytes !== undefined && workspace.files.take(request.url ?? '', bytes);
    return taken ? { status: 200, result: 'ok', body: 'OK' } : { status: 400, result: 'refused', body: 'refused' };
  };
  return options.around?.({ method: 'upload_url', args: {} }, answer) ?? answer();
}

function call(world: SlackWorld, method: string, args: Json): Result {
  return (Object.hasOwn(methods, method) ? methods[method] : undefined)?.(world, args) ?? no('unknown_method');
}

/** Methods say in the body how it went; only their rate limits are told by the status. */
export function methodAnswer(result: Result): Answer {
  const said = { result: result.ok ? 'ok' : result.error, body: JSON.stringify(result) };
  const seconds = result['retryAfter'];
  return typeof seconds === 'number' ? { status: 429, ...said, retryAfter: seconds } : { status: 200, ...said };
}

/** The address is the permission: nothing but its random part is asked for. */
function respond(world: SlackWorld, path: string, message: Json): Answer {
  const url = world.grants.responseAt(path);
  if ('error' in url) return { status: 404, result: url.error, body: url.error };
  const refused = message['delete_original'] === true ? undefined : written(message);
  if (refused && !refused.ok) return { status: 400, result: refused.error, body: JSON.stringify(refused) };
  url.spend();
  answer(world.workspace, url.to, message);
  return { status: 200, result: 'ok', body: 'ok' };
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
