import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkMessage, checkView } from './check-blocks.ts';

/** A Slack on this machine: speaks the methods we call, refuses what Slack refuses, remembers everything. */
export interface FakeSlack {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  /** Every call, oldest first; response URLs are the method `response_url`. */
  calls: SlackCall[];
  /** Calls of one method. */
  of(method: string): SlackCall[];
  users: Map<string, Record<string, unknown>>;
  channels: Map<string, Record<string, unknown>>;
  userGroups: Record<string, unknown>[];
  /** Where `apps.connections.open` sends to; empty: Socket Mode is off. */
  socket: { url: string };
  /** How a method fails from now on; delete to heal. `*` is any method, response URLs too. */
  faults: Map<string, Fault>;
  /** A response URL as a command or click brings it: 5 messages, 30 minutes. */
  responseUrl(): string;
  /** A trigger id as a command or click brings it: one use, 3 seconds. */
  trigger(): string;
  /** Resolves with the first call of a method that comes, or has come, beyond the first `already`. */
  next(method: string, already?: number): Promise<SlackCall>;
  stop(): Promise<void>;
}

interface SlackCall {
  method: string;
  args: Record<string, unknown>;
  /** Slack's answer: `ok` or its error code. */
  result: string;
}

type Fault = 'hang' | { thinkMs: number } | { status: number; retryAfter?: number } | { error: string };

export const ourTeam = 'T0ACME';

export async function startFakeSlack(): Promise<FakeSlack> {
  const world = createWorld();
  const server = createServer((request, response) => void serve(world, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let minted = 0;
  return {
    ...world,
    apiUrl: `${base}/api/`,
    of: (method) => world.calls.filter((call) => call.method === method),
    responseUrl() {
      const path = `/response/${(minted += 1)}`;
      world.responseUrls.set(path, { left: 5, until: Date.now() + 30 * 60_000 });
      return base + path;
    },
    trigger() {
      const id = `${(minted += 1)}.trigger`;
      world.triggers.set(id, Date.now() + 3000);
      return id;
    },
    next: (method, already = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const call = world.calls.filter((one) => one.method === method)[already];
          if (call) resolve(call);
          return call !== undefined;
        };
        if (!look()) world.watchers.add(look);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createWorld() {
  return {
    calls: [] as SlackCall[],
    users: new Map<string, Record<string, unknown>>(),
    channels: new Map<string, Record<string, unknown>>(),
    userGroups: [] as Record<string, unknown>[],
    socket: { url: '' },
    faults: new Map<string, Fault>(),
    responseUrls: new Map<string, { left: number; until: number }>(),
    triggers: new Map<string, number>(),
    views: new Map<string, Record<string, unknown>>(),
    watchers: new Set<() => boolean>(),
  };
}

type World = ReturnType<typeof createWorld>;
type Args = Record<string, unknown>;
type Result = { ok: true; [field: string]: unknown } | { ok: false; error: string };

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '';
  const body = await readText(request);
  const isMethod = url.startsWith('/api/');
  const method = isMethod ? url.slice(5) : 'response_url';
  const args = isMethod ? readForm(body) : (JSON.parse(body) as Args);
  const fault = world.faults.get(method) ?? world.faults.get('*');
  if (fault === 'hang') return record(world, { method, args, result: 'hang' });
  if (fault && 'status' in fault) {
    record(world, { method, args, result: String(fault.status) });
    response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }).end('busy');
    return;
  }
  if (fault && 'thinkMs' in fault) await sleep(fault.thinkMs);
  const result: Result =
    fault && 'error' in fault ? { ok: false, ...fault } : isMethod ? callMethod(world, method, args) : useResponseUrl(world, url, args);
  // Response URLs speak in status codes, methods in `ok`.
  response.writeHead(isMethod || result.ok ? 200 : 404, { 'content-type': 'application/json' });
  response.end(isMethod ? JSON.stringify(result) : result.ok ? 'ok' : result.error);
  record(world, { method, args, result: result.ok ? 'ok' : result.error });
}

function record(world: World, call: SlackCall): void {
  world.calls.push(call);
  for (const look of world.watchers) if (look()) world.watchers.delete(look);
}

function callMethod(world: World, method: string, args: Args): Result {
  const no = (error: string): Result => ({ ok: false, error });
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: ourTeam, team: 'Acme', user: 'switchboard', user_id: 'U0BOT', bot_id: 'B0BOT' };
    case 'apps.connections.open':
      return world.socket.url ? { ok: true, url: world.socket.url } : no('not_allowed_token_type');
    case 'users.info': {
      const user = world.users.get(String(args['user']));
      return user ? { ok: true, user } : no('user_not_found');
    }
    case 'users.list':
      return listUsers(world, args);
    case 'usergroups.list':
      return { ok: true, usergroups: world.userGroups };
    case 'conversations.info': {
      const channel = world.channels.get(String(args['channel']));
      return channel ? { ok: true, channel } : no('channel_not_found');
    }
    case 'chat.postMessage':
    case 'chat.postEphemeral':
      return post(world, args);
    case 'views.open':
    case 'views.push':
    case 'views.update':
    case 'views.publish':
      return showView(world, method, args);
    default:
      return no('unknown_method');
  }
}

function listUsers(world: World, args: Args): Result {
  const all = [...world.users.values()];
  const from = Number(args['cursor'] ?? 0);
  const to = from + Number(args['limit'] ?? all.length);
  return { ok: true, members: all.slice(from, to), response_metadata: { next_cursor: to < all.length ? String(to) : '' } };
}

function post(world: World, args: Args): Result {
  const channel = String(args['channel']);
  const known = world.channels.get(channel);
  if (!/^[UWD]/.test(channel) && !known) return { ok: false, error: 'channel_not_found' };
  if (known && known['is_member'] === false) return { ok: false, error: 'not_in_channel' };
  if (known && known['is_archived']) return { ok: false, error: 'is_archived' };
  if (checkMessage(args).length > 0) return { ok: false, error: 'invalid_blocks' };
  return { ok: true, channel: channel.replace(/^[UW]/, 'D'), ts: `1700000000.${String(world.calls.length).padStart(6, '0')}` };
}

function showView(world: World, method: string, args: Args): Result {
  const view = args['view'] as Args;
  if (checkView(view).length > 0) return { ok: false, error: 'invalid_arguments' };
  if (method === 'views.publish') return { ok: true, view };
  if (method === 'views.update') {
    const id = String(args['view_id']);
    return id.startsWith('V') ? { ok: true, view: { ...view, id } } : { ok: false, error: 'not_found' };
  }
  const trigger = String(args['trigger_id']);
  const until = world.triggers.get(trigger);
  if (until === undefined) return { ok: false, error: 'exchanged_trigger_id' };
  world.triggers.delete(trigger);
  return until < Date.now() ? { ok: false, error: 'expired_trigger_id' } : { ok: true, view };
}

function useResponseUrl(world: World, path: string, args: Args): Result {
  const url = world.responseUrls.get(path);
  if (!url || url.until < Date.now()) return { ok: false, error: 'expired_url' };
  if (url.left === 0) return { ok: false, error: 'used_url' };
  if (checkMessage(args).length > 0) return { ok: false, error: 'invalid_blocks' };
  url.left -= 1;
  return { ok: true };
}

/** The client sends forms whose structured fields are JSON. */
function readForm(body: string): Args {
  const entries = [...new URLSearchParams(body)].map(([key, value]) => [key, /^[[{]/.test(value) ? JSON.parse(value) : value] as const);
  return Object.fromEntries(entries);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
