import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

test('an address that cannot be had is no bug of ours: it says which variable to set', async () => {
  const first = server();
  await listen(first, { port: 0, host: '127.0.0.1' });
  const { port } = first.address() as AddressInfo;
  await expect(listen(server(), { port, host: '127.0.0.1' })).rejects.toMatchObject({
    name: 'UserError',
    message: `Port ${port} is in use.`,
    hint: 'Stop what listens there, or set PORT to another.',
  });
  await expect(listen(server(), { port, host: '127.0.0.1', named: 'METRICS_' })).rejects.toMatchObject({
    hint: 'Stop what listens there, or set METRICS_PORT to another.',
  });
  await expect(listen(server(), { port: 0, host: '192.0.2.1' })).rejects.toMatchObject({
    name: 'UserError',
    hint: expect.stringContaining('Set HOST'),
  });
});

function server(): Server {
  const made = createServer();
  onTestFinished(() => void made.close());
  return made;
}
