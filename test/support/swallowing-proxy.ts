import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can go silent: connections stay open, and nothing comes through. */
export interface SwallowingProxy {
  /** The server's URL by this way. */
  url: string;
  swallow(): void;
  stop(): Promise<void>;
}

export async function swallowingProxy(to: string): Promise<SwallowingProxy> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => silent || other.write(chunk));
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
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
