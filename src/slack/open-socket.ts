import { channel } from 'node:diagnostics_channel';
import type { WebSocket } from 'undici';
import { type Json, object } from './json.ts';

/** One WebSocket to Slack. */
export interface Socket {
  /** Throws when nothing can be sent any more. */
  send(message: object): void;
  /** Says goodbye, and hangs up when that is not answered. */
  close(): void;
  /** Milliseconds of `performance.now`; undefined before the first. */
  readonly lastPongAt: number | undefined;
}

export interface SocketHandlers {
  message(message: Json): void;
  /** Once; nothing comes after it. */
  ended(code: 'closed' | 'silent' | 'unreachable'): void;
}

export interface SocketBounds {
  pingMs: number;
  /** So many pings without a sound from the other side, and the connection is given up. */
  quietPings: number;
  goodbyeMs: number;
}

/**
 * Opens it; rejects only for an address that is none. A connection can die without a word, so we ping and listen. Ticks
 * are counted, not time: a process that was held up has not heard what waits in its buffers.
 */
export async function openSocket(url: string, handlers: SocketHandlers, bounds: SocketBounds): Promise<Socket> {
  // Loaded only where it is needed: it takes a tenth of a second.
  const undici = await import('undici');
  let connection: { destroy(): void } | undefined;
  let quiet = 0;
  let lastPongAt: number | undefined;
  let over = false;
  // The library keeps the connection to itself, and a peer that is gone never answers its goodbye.
  const connect = undici.buildConnector({ allowH2: false });
  const dispatcher = new undici.Agent({
    connect: (options, done) =>
      connect(options, (...result) => {
        connection = result[1] ?? undefined;
        done(...result);
      }),
  });
  const socket = new undici.WebSocket(url, { dispatcher });

  // These channels carry what all sockets of the process hear.
  const heard = (message: unknown) => {
    if (isOf(socket, message)) quiet = 0;
  };
  const ponged = (message: unknown) => {
    if (!isOf(socket, message)) return;
    quiet = 0;
    lastPongAt = performance.now();
  };
  channel('undici:websocket:ping').subscribe(heard);
  channel('undici:websocket:pong').subscribe(ponged);

  function end(code: 'closed' | 'silent' | 'unreachable'): void {
    if (over) return;
    over = true;
    clearInterval(timer);
    channel('undici:websocket:ping').unsubscribe(heard);
    channel('undici:websocket:pong').unsubscribe(ponged);
    connection?.destroy();
    void dispatcher.destroy().catch(() => {});
    handlers.ended(code);
  }

  const timer = setInterval(() => {
    if (quiet >= bounds.quietPings) return end('silent');
    quiet += 1;
    if (socket.readyState === undici.WebSocket.OPEN) undici.ping(socket);
  }, bounds.pingMs);
  socket.addEventListener('open', () => undici.ping(socket));
  socket.addEventListener('error', () => end('unreachable'));
  socket.addEventListener('close', () => end('closed'));
  socket.addEventListener('message', ({ data }) => {
    quiet = 0;
    if (!over && typeof data === 'string') handlers.message(readJson(data));
  });

  return {
    get lastPongAt() {
      return lastPongAt;
    },
    send(message) {
      if (over || socket.readyState !== undici.WebSocket.OPEN) throw new Error('The connection to Slack is gone.');
      socket.send(JSON.stringify(message));
    },
    close() {
      if (over) return;
      if (socket.readyState === undici.WebSocket.OPEN) socket.close(1000);
      setTimeout(() => end('closed'), bounds.goodbyeMs);
    },
  };
}

function isOf(socket: WebSocket, message: unknown): boolean {
  return object(message)['websocket'] === socket;
}

/** Slack sends nothing else; whatever is no JSON says nothing. */
function readJson(data: string): Json {
  try {
    return object(JSON.parse(data));
  } catch {
    return {};
  }
}
