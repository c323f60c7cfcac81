import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#core/log.ts';
import { createRecently } from './recently.ts';
import { type Connection, type ConnectionOptions, NotConnected, openConnection } from './socket-connection.ts';
import { retryAfterSeconds, slackErrorCode } from './slack-api.ts';

export interface SocketModeOptions extends Pick<ConnectionOptions, 'receive' | 'isFull'> {
  /** A fresh address, good for one connection. */
  connectionUrl(): Promise<string>;
  log: Log;
  bounds: SocketModeBounds;
  /** 0 to 1, so that replicas that lost Slack together do not come back together. */
  random(): number;
}

export type SocketModeBounds = ConnectionOptions['bounds'] & {
  firstPauseMs: number;
  longestPauseMs: number;
  /** After what only a person can put right. */
  slowPauseMs: number;
  retireMs: number;
};

export interface SocketMode {
  start(): void;
  /** Hangs up, after letting answers under way out. */
  stop(): Promise<void>;
  readonly up: boolean;
  /** How long ago Slack answered a ping; null while it has not. */
  readonly lastPongMs: number | null;
}

export const socketModeBounds: SocketModeBounds = {
  helloMs: 10_000,
  pingMs: 5000,
  quietPings: 3,
  goodbyeMs: 1000,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  slowPauseMs: 60_000,
  retireMs: 3000,
};

/** Slack's limit for one app, over all processes. */
const mostConnections = 10;

/** What only a person can put right, and how. */
const fixes: Readonly<Record<string, string>> = {
  too_many_websockets: 'Slack allows ten connections: run fewer processes with SLACK_APP_TOKEN.',
  link_disabled: 'Turn Socket Mode on in the settings of your Slack app.',
  invalid_auth: 'Check SLACK_APP_TOKEN: Slack does not accept it.',
  not_authed: 'Check SLACK_APP_TOKEN: Slack does not accept it.',
  account_inactive: 'Check SLACK_APP_TOKEN: Slack does not accept it.',
  token_revoked: 'Make a new SLACK_APP_TOKEN: this one was revoked.',
  missing_scope: 'Give the app-level token the scope connections:write.',
  not_allowed_token_type: 'SLACK_APP_TOKEN must be an app-level token with the scope connections:write.',
  forbidden_team: 'Slack does not let this app use Socket Mode.',
};

/** Keeps one connection to Slack open; when Slack is about to close it, the next is opened before it goes. */
export function createSocketMode(options: SocketModeOptions): SocketMode {
  const { log, bounds } = options;
  const stopping = new AbortController();
  const seen = createRecently();
  const open = new Set<Connection>();
  let current: Connection | undefined;
  let failures = 0;
  let running: Promise<void> | undefined;

  function adopt(fresh: Connection): void {
    const before = current;
    current = fresh;
    open.add(fresh);
    void fresh.gone.then(() => {
      open.delete(fresh);
      if (current === fresh) current = undefined;
    });
    void before?.retire(bounds.retireMs);
    log.info({ connections: fresh.connections }, 'slack.socket-up');
  }

  /** One connection from its beginning until another one is wanted; gives why. */
  async function live(): Promise<string> {
    const url = await options.connectionUrl();
    if (stopping.signal.aborted) return 'stopped';
    const fresh = await openConnection({ ...options, url, isNew: (id) => seen.add(id) });
    if (stopping.signal.aborted) {
      await fresh.retire(0);
      return 'stopped';
    }
    adopt(fresh);
    const since = performance.now();
    const code = await fresh.over;
    // One that ends at once is a failure too, or we would knock without a pause.
    if (performance.now() - since > bounds.longestPauseMs) failures = 0;
    if (code !== 'refresh') void fresh.retire(0);
    // With all places taken the next one finds none before this one has left.
    else if (fresh.connections >= mostConnections) await fresh.retire(bounds.retireMs);
    return code;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { code, waitMs } = await live().then((code) => ({ code, waitMs: 0 }), readFailure);
      if (stopping.signal.aborted) return;
      failures += 1;
      const pauseMs = Math.max(waitMs, pause(code));
      if (code !== 'refresh') log.warn({ code, againInMs: pauseMs, ...(fixes[code] && { fix: fixes[code] }) }, 'slack.socket-down');
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  function pause(code: string): number {
    const longest = code in fixes ? bounds.slowPauseMs : Math.min(bounds.longestPauseMs, bounds.firstPauseMs * 2 ** (failures - 1));
    return Math.round(longest * (0.5 + options.random() / 2));
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await Promise.all([...open].map((one) => one.retire(bounds.retireMs)));
      // Slack may still owe us an address; nothing is done with it any more.
      await Promise.race([running, sleep(bounds.goodbyeMs, undefined, { ref: false })]);
    },
    get up() {
      return current !== undefined;
    },
    get lastPongMs() {
      const at = current?.lastPongAt;
      return at === undefined ? null : Math.round(performance.now() - at);
    },
  };
}

function readFailure(error: unknown): { code: string; waitMs: number } {
  const code = error instanceof NotConnected ? error.code : slackErrorCode(error);
  return { code: code ?? 'unreachable', waitMs: (retryAfterSeconds(error) ?? 0) * 1000 };
}
