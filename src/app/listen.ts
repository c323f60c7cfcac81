import type { Server } from 'node:http';
import { UserError } from '#core/user-error.ts';

export interface ListenAt {
  port: number;
  host: string;
  /** How the variables begin that say so, when not simply PORT and HOST. */
  named?: string;
}

/** Resolves once the server listens. Throws UserError where another PORT or HOST is the way out. */
export function listen(server: Server, where: ListenAt): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(refusal(error, where) ?? error));
    server.listen(where.port, where.host, done);
  });
}

function refusal(cause: NodeJS.ErrnoException, { port, host, named = '' }: ListenAt): UserError | undefined {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new UserError('port-in-use', `Port ${port} is in use.`, `Stop what listens there, or set ${named}PORT to another.`, { cause });
    case 'EACCES':
      return new UserError('port-refused', `This user may not listen on port ${port}.`, `Set ${named}PORT to 1024 or above.`, { cause });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError('host-unknown', `${host} is no address of this machine.`, `Set ${named}HOST to one, or to 0.0.0.0 for all.`, {
        cause,
      });
    default:
      return undefined;
  }
}
