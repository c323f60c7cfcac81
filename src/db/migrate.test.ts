import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { ownPostgresDatabase, silentLog } from '../../test/support/databases.ts';
import { migrate } from './migrate.ts';
import { openDb, type OpenDb } from './open.ts';

/** Oldest first. */
const all = readdirSync(path.join(import.meta.dirname, '../../drizzle'))
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.slice(0, -4))
  .sort();

const postgres = (url: string): Promise<OpenDb> => openDb({ kind: 'postgres', url, poolSize: 2, log: silentLog });

it('is done once by replicas that start together, and then costs one statement', async () => {
  const url = await ownPostgresDatabase();
  const replicas = await Promise.all([1, 2, 3, 4].map(() => postgres(url)));
  const ran = await Promise.all(replicas.map((replica) => migrate(replica)));
  expect(ran.flat()).toEqual(all);
  const [first] = replicas;
  if (!first) throw new Error('unreachable');
  let statements = 0;
  const counted = { ...first.db };
  counted.rows = (statement) => {
    statements += 1;
    return first.db.rows(statement);
  };
  expect(await migrate({ db: counted })).toEqual([]);
  expect(statements).toBe(1);
  await Promise.all(replicas.map((replica) => replica.close()));
});

it('survives closing and opening of the embedded database', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'switchboard-db-'));
  try {
    const first = await openDb({ kind: 'pglite', folder, log: silentLog });
    expect(await migrate(first)).toEqual(all);
    await first.db.rows(sql`insert into miss values ('kept', 'd', 1)`);
    await first.close();
    await first.close();
    const second = await openDb({ kind: 'pglite', folder, log: silentLog });
    expect(await migrate(second)).toEqual([]);
    expect(await second.db.rows(sql`select term from miss`)).toEqual([{ term: 'kept' }]);
    await second.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('says plainly what keeps it from Postgres, and never the password', async () => {
  const { hostname, port } = new URL(await ownPostgresDatabase());
  const closed = await closedPort();
  const cases = [
    [`postgres://me:s3cret@127.0.0.1:${closed}/cat`, 'database-unreachable', `Postgres at 127.0.0.1:${closed}/cat cannot be reached.`],
    [
      `postgres://postgres:s3cret@${hostname}:${port}/nowhere`,
      'database-missing',
      `Postgres at ${hostname}:${port}/nowhere has no such database.`,
    ],
    [
      `postgres://stranger:s3cret@${hostname}:${port}/postgres`,
      'database-refused',
      `Postgres at ${hostname}:${port}/postgres refused user or password.`,
    ],
    [
      `postgres://me:s3cret@no-such-host.invalid/cat`,
      'database-unreachable',
      'Postgres at no-such-host.invalid:5432/cat cannot be reached.',
    ],
  ] as const;
  for (const [url, code, message] of cases) {
    const open = await postgres(url);
    const fault: unknown = await migrate(open).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'UserError', code, message });
    expect(JSON.stringify(fault) + String(fault)).not.toContain('s3cret');
    await open.close();
  }
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
