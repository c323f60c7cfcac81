import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can go silent: connections stay open, and nothing comes through. */
export interface SwallowingProxy {
  /** The server's URL by this way. */
  url: string;
  /** From now on, until `heal`; connections that were silent once stay so. */
  swallow(): void;
  heal(): void;
  stop(): Promise<void>;
}

export async function swallowingProxy(to: string): Promise<SwallowingProxy> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  const silenced = new WeakSet<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    if (silent) silenced.add(client).add(upstream);
    for (const [from, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => silenced.has(from) || other.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallow() {
      silent = true;
      for (const socket of sockets) silenced.add(socket);
    },
    heal() {
      silent = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
