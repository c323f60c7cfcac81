import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gitBackend, httpServer } from '../git-http-server.ts';
import type { Asker } from './credentials.ts';
import { answerGraphql } from './graphql.ts';
import { answerRepository } from './pulls.ts';
import { fullName } from './repository.ts';
import { answerRest } from './rest.ts';
import { findRepository, type Fault, type WorldState } from './state.ts';

export interface FakeGitHubServer {
  /** Of the web site, and of git. */
  url: string;
  /** As api.github.com. */
  apiUrl: string;
  /** As an Enterprise Server. */
  enterpriseApiUrl: string;
  close(): Promise<void>;
}

/** Serves a world as api.github.com, as an Enterprise Server and as what git reads, all at one address. */
export async function startServer(world: WorldState): Promise<FakeGitHubServer> {
  const served = { url: '' };
  const server = await httpServer((request, response) => {
    answer(world, served, request, response).catch((error: unknown) => {
      send(response, 500, { message: String(error) });
    });
  });
  served.url = server.url;
  return { url: server.url, apiUrl: server.url, enterpriseApiUrl: `${server.url}/api/v3`, close: () => server.close() };
}

async function answer(world: WorldState, { url }: { url: string }, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', url);
  if (/\/(info\/refs|git-upload-pack)$/.test(pathname)) return serveGit(world, pathname, request, response);
  const body = await text(request);
  const isGraphql = pathname === '/graphql' || pathname === '/api/graphql';
  world.counted[isGraphql ? 'graphql' : 'rest'] += 1;
  const fault = world.faults.shift();
  if (fault) return fail(fault, response);
  const authorization = request.headers.authorization ?? '';
  const restPath = pathname.replace(/^\/api\/v3/, '');
  if (restPath.startsWith('/repos/')) {
    const asker = askerOf(world, authorization.replace(/^(token|bearer) /i, ''));
    const asked = new URL(restPath + new URL(request.url ?? '/', url).search, url);
    const found = answerRepository(world, asker, {
      method: request.method ?? 'GET',
      url: asked,
      body,
      etag: request.headers['if-none-match'],
    });
    response.writeHead(found.status, { 'content-type': 'application/json', ...(found.etag && { etag: found.etag }) });
    response.end(found.body && JSON.stringify(found.body));
    return;
  }
  if (!isGraphql) {
    const { status, body: told } = answerRest(world, restPath, authorization);
    return send(response, status, told, { date: new Date(Date.now() + world.app.behind).toUTCString() });
  }
  const asker = askerOf(world, authorization.replace(/^(token|bearer) /i, ''));
  if (!asker) return send(response, 401, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/graphql' });
  if (isSpent(world)) return send(response, 200, spentBody, limitHeaders(0, world.limit.resets));
  const answered = await answerGraphql(world, asker, body, url);
  if (answered.outcome === 'too-heavy') return fail({ kind: 'status', status: 502 }, response);
  send(response, 200, answered.body, limitHeaders(world.limit.remaining, world.limit.resets));
}

function askerOf(world: WorldState, token: string): Asker | undefined {
  const asker = world.askers.get(token);
  return asker && (asker.ends === undefined || world.now() < asker.ends) ? asker : undefined;
}

function isSpent({ limit }: WorldState): boolean {
  if (Date.now() >= limit.resets.getTime()) Object.assign(limit, { remaining: 5_000, resets: new Date(Date.now() + 3_600_000) });
  if (limit.remaining === 0) return true;
  limit.remaining -= 1;
  return false;
}

const spentBody = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded.' }] };

const limitHeaders = (remaining: number, resets: Date) => ({
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(Math.ceil(resets.getTime() / 1_000)),
});

function fail(fault: Fault, response: ServerResponse): void {
  switch (fault.kind) {
    case 'status':
      return send(
        response,
        fault.status,
        { message: fault.status >= 500 ? 'Server Error' : 'Forbidden' },
        fault.status < 400 ? { location: '/elsewhere' } : {},
      );
    case 'secondary-limit':
      return send(
        response,
        403,
        { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
        { 'retry-after': String(fault.seconds) },
      );
    case 'primary-limit':
      return send(response, 200, spentBody, limitHeaders(0, new Date(Date.now() + fault.seconds * 1_000)));
    case 'single-sign-on':
      return send(
        response,
        403,
        { message: 'Resource protected by organization SAML enforcement.' },
        { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' },
      );
    case 'partial':
      return send(response, 200, {
        data: { repositoryOwner: null },
        errors: [{ type: fault.type, message: fault.message, path: ['repositoryOwner', 'repositories'] }],
      });
    case 'broken-off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"data":');
      setImmediate(() => response.destroy());
      return;
    case 'hang':
  }
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

/** With any token that is valid, as the password; names of before are redirected, as GitHub does. */
function serveGit(world: WorldState, pathname: string, request: IncomingMessage, response: ServerResponse): void {
  world.counted.git += 1;
  const [, owner = '', file = '', rest = ''] = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(.+)$/.exec(pathname) ?? [];
  const shown = Buffer.from((request.headers.authorization ?? '').replace(/^basic /i, ''), 'base64').toString();
  const repository = findRepository(world, owner, file);
  if (!repository || !askerOf(world, shown.slice(shown.indexOf(':') + 1))) {
    response.writeHead(repository ? 401 : 404, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    return;
  }
  if (fullName(repository) === `${owner}/${file}`) gitBackend(world.gitFolder)(request, response);
  else response.writeHead(301, { location: `/${fullName(repository)}/${rest}` }).end();
}
