import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readFrames, writeFrame } from './web-socket-frames.ts';

/** Slack's end of Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode), on this machine. */
export interface FakeSocket {
  url: string;
  /** All there ever were, oldest first. */
  connections: FakeConnection[];
  open(): FakeConnection[];
  /** Resolves with the connection number `index`, counted from 0, when it has been made. */
  connection(index: number): Promise<FakeConnection>;
  /** What a new connection is told: hello, nothing at all, or a reason why it is not wanted. */
  greeting: 'hello' | 'nothing' | 'too_many_websockets' | 'link_disabled';
  /** Connections of others, which count as well. */
  others: number;
  stop(): Promise<void>;
}

interface FakeConnection {
  readonly isOpen: boolean;
  /** What came back, oldest first. */
  acks: Acknowledged[];
  send(message: object): void;
  /** Delivers a payload as Slack does; resolves with the acknowledgement, never when there is none. */
  deliver(type: 'slash_commands' | 'interactive' | 'events_api', payload: unknown, more?: object): Promise<Acknowledged>;
  /** Says that it will close, as Slack does some seconds before and at the end. */
  disconnect(reason: string): void;
  /** From now on it neither sends nor answers, and does not close either. */
  fallSilent(): void;
  /** The line is cut. */
  drop(): void;
}

interface Acknowledged {
  envelope_id: string;
  payload?: Record<string, unknown>;
}

/** Slack's limit for one app. */
const most = 10;

export async function startFakeSocket(): Promise<FakeSocket> {
  const connections: FakeConnection[] = [];
  const server = createServer((_request, response) => void response.writeHead(426).end());
  const fake: FakeSocket = {
    url: '',
    connections,
    greeting: 'hello',
    others: 0,
    open: () => connections.filter((one) => one.isOpen),
    connection: (index) =>
      new Promise((resolve) => {
        const look = () => (connections[index] ? resolve(connections[index]) : setTimeout(look, 5));
        look();
      }),
    stop: () =>
      new Promise((resolve) => {
        for (const one of connections) one.drop();
        server.close(() => resolve());
      }),
  };
  server.on('upgrade', (request, socket: Socket) => {
    // Sockets of HTTP stay half open by themselves.
    socket.on('error', () => {}).on('end', () => socket.destroy());
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const connection = converse(socket);
    connections.push(connection);
    greet(fake, connection);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`;
  return fake;
}

function greet(fake: FakeSocket, connection: FakeConnection): void {
  const count = fake.open().length + fake.others;
  if (fake.greeting === 'nothing') return;
  if (fake.greeting !== 'hello' || count > most)
    return connection.disconnect(fake.greeting === 'hello' ? 'too_many_websockets' : fake.greeting);
  connection.send({
    type: 'hello',
    num_connections: count,
    connection_info: { app_id: 'A0APP' },
    debug_info: { approximate_connection_time: 18_060 },
  });
}

let made = 0;

function converse(socket: Socket): FakeConnection {
  const acks: Acknowledged[] = [];
  const waiting = new Map<string, (ack: Acknowledged) => void>();
  let silent = false;
  let rest: Buffer = Buffer.alloc(0);
  const write = (kind: 'text' | 'pong' | 'close', body: Buffer) => {
    if (!silent && socket.writable) socket.write(writeFrame({ kind, body }));
  };
  socket.on('data', (data: Buffer) => {
    const read = readFrames(Buffer.concat([rest, data]));
    rest = read.rest;
    for (const { kind, body } of silent ? [] : read.frames) {
      if (kind === 'ping') write('pong', body);
      if (kind === 'close') {
        write('close', body);
        socket.end();
      }
      if (kind !== 'text') continue;
      const ack = JSON.parse(body.toString()) as Acknowledged;
      acks.push(ack);
      waiting.get(ack.envelope_id)?.(ack);
    }
  });
  const send = (message: object) => write('text', Buffer.from(JSON.stringify(message)));
  return {
    acks,
    send,
    get isOpen() {
      return !socket.destroyed && socket.writable;
    },
    deliver(type, payload, more = {}) {
      const envelope_id = `envelope-${(made += 1)}`;
      return new Promise((resolve) => {
        waiting.set(envelope_id, resolve);
        send({ envelope_id, type, accepts_response_payload: type !== 'events_api', payload, ...more });
      });
    },
    disconnect: (reason) => send({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }),
    fallSilent() {
      silent = true;
    },
    drop: () => socket.destroy(),
  };
}
