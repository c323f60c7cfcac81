import postgres from 'postgres';
import { startPostgres } from '../test/support/embedded-postgres.ts';

export interface PostgresServer extends AsyncDisposable {
  /** Connection string of a new, empty database. */
  emptyDatabase(): Promise<string>;
}

/** What the rows say about it: durability is off, as in the tests, which a catalog's few commits hardly notice. */
export const postgresState = 'Postgres 18 on this machine, fsync off';

export async function startServer(): Promise<PostgresServer> {
  const server = await startPostgres();
  let made = 0;
  return {
    emptyDatabase: async () => {
      const name = `bench_${++made}`;
      const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
      await admin.unsafe(`create database ${name}`);
      await admin.end();
      return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    },
    [Symbol.asyncDispose]: () => awake(server.stop()),
  };
}

/** The server's handles do not keep this process alive, so something else must until it has stopped. */
async function awake(work: Promise<void>): Promise<void> {
  const timer = setInterval(() => undefined, 1_000);
  await work.finally(() => clearInterval(timer));
}
