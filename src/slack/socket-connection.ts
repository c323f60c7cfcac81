import { setTimeout as sleep } from 'node:timers/promises';
import type { AckBody } from './ack-body.ts';
import { type Json, text } from './json.ts';
import { openSocket, type SocketBounds } from './open-socket.ts';
import type { Ack } from './respond.ts';
import { within } from './within.ts';

/** A connection over which Slack has said hello. */
export interface Connection {
  /** How many the app has, this one included, as Slack counts. */
  connections: number;
  readonly lastPongAt: number | undefined;
  /** Resolves when another one is wanted: `refresh` while this one still works for some seconds, else why it is gone. */
  over: Promise<string>;
  gone: Promise<void>;
  /** Lets answers under way out for at most `ms`, then hangs up. */
  retire(ms: number): Promise<void>;
}

export interface ConnectionOptions {
  url: string;
  /** Answers one payload; never rejects. */
  receive(body: unknown, ack: Ack | undefined): Promise<void>;
  /** False: this envelope came before. */
  isNew(envelopeId: string): boolean;
  /** Nothing more can be taken on; Slack delivers again what is not acknowledged. */
  isFull(): boolean;
  bounds: SocketBounds & { helloMs: number };
}

/** Why there is no connection: Slack's own reason or ours, as a code. */
export class NotConnected extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`There is no connection to Slack: ${code}.`);
    this.code = code;
  }
}

/**
 * Opens a connection and waits for Slack's hello; throws NotConnected. Every envelope is acknowledged under its own id,
 * over the connection it came by (https://docs.slack.dev/apis/events-api/using-socket-mode).
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const greeted = Promise.withResolvers<number>();
  const over = Promise.withResolvers<string>();
  const gone = Promise.withResolvers<void>();
  const underWay = new Set<Promise<void>>();

  // Nobody may be waiting for it when it fails.
  greeted.promise.catch(() => {});
  const leave = (code: string) => {
    greeted.reject(new NotConnected(code));
    over.resolve(code);
  };
  const socket = await openSocket(
    options.url,
    {
      message(message) {
        if (message['type'] === 'hello') greeted.resolve(Number(message['num_connections'] ?? 1));
        else if (message['type'] === 'disconnect') leave(farewell(text(message['reason'])));
        else take(message);
      },
      ended(code) {
        leave(code);
        gone.resolve();
      },
    },
    options.bounds,
  );

  function take(envelope: Json): void {
    const envelope_id = text(envelope['envelope_id']);
    if (envelope_id === '' || options.isFull()) return;
    const isEvent = envelope['type'] === 'events_api';
    const ack = async (body?: AckBody) => {
      const accepted = envelope['accepts_response_payload'] === true;
      socket.send({ envelope_id, ...(body && accepted && { payload: body }) });
      if (body && !accepted) throw new Error('Slack takes no payload with this acknowledgement.');
    };
    // Slack delivers again what it saw no acknowledgement of, so one that is lost does no harm.
    if (isEvent) ack().catch(() => {});
    if (!options.isNew(envelope_id)) return;
    const work = options.receive(envelope['payload'], isEvent ? undefined : ack);
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  const connections = await within(greeted.promise, options.bounds.helloMs).catch((error: unknown) => {
    socket.close();
    throw error;
  });
  if (connections === undefined) {
    socket.close();
    throw new NotConnected('no-hello');
  }
  return {
    connections,
    get lastPongAt() {
      return socket.lastPongAt;
    },
    over: over.promise,
    gone: gone.promise,
    async retire(ms) {
      await Promise.race([Promise.allSettled(underWay), gone.promise, sleep(ms)]);
      socket.close();
      await gone.promise;
    },
  };
}

/** A warning comes some ten seconds before Slack hangs up, a refresh right before; the others say that it will not have us. */
function farewell(reason: string): string {
  return reason === 'too_many_websockets' || reason === 'link_disabled' ? reason : 'refresh';
}
