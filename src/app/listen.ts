import type { Server } from 'node:http';
import { UserError } from '#core/user-error.ts';

/** Resolves once the server listens. Throws UserError where another PORT or HOST is the way out. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(refusal(error, port, host) ?? error));
    server.listen(port, host, done);
  });
}

function refusal(cause: NodeJS.ErrnoException, port: number, host: string): UserError | undefined {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new UserError('port-in-use', `Port ${port} is in use.`, 'Stop what listens there, or set PORT to another.', { cause });
    case 'EACCES':
      return new UserError('port-refused', `This user may not listen on port ${port}.`, 'Set PORT to 1024 or above.', { cause });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError('host-unknown', `${host} is no address of this machine.`, 'Set HOST to one, or to 0.0.0.0 for all.', { cause });
    default:
      return undefined;
  }
}
