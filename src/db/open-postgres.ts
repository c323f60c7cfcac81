import type { Db } from '#core/db.ts';
import postgres from 'postgres';
import { connectError } from './connect-error.ts';
import { createRenewingPool, type RenewingPool } from './renewing-pool.ts';
import type { OpenDb, OpenOptions } from './open.ts';
import { bindable, compile } from './statement.ts';
import { outsideOnly, TransactionScope } from './transaction-scope.ts';

type Pool = ReturnType<typeof createPool>;
type Pools = RenewingPool<Pool>;
type Runner = Pick<Pool, 'unsafe'>;

/** Nothing that serves takes so long; what does is stuck, and holds others up. */
const ordinaryStatementMs = 60_000;

/** Postgres through postgres.js; see `openDb`. */
export function openPostgres(options: OpenOptions & { kind: 'postgres' }): OpenDb {
  const { statementMs = ordinaryStatementMs } = options;
  const pools = createRenewingPool({
    create: () => createPool(options),
    silentMs: options.silentMs ?? statementMs + 5_000,
    renewed: () => options.log.warn({}, 'db.silent'),
  });
  // Listening has a connection of its own, which keep-alive probes test because nothing else travels on it.
  const ears = createPool(options);
  const scope = new TransactionScope();
  const clear = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => Promise.reject(connectError(error, options.url)));
  const close = async (): Promise<void> => {
    await Promise.all([pools.close(), ears.end({ timeout: 2 })]);
  };
  const db: Db = {
    async rows<Row extends object>(statement: Parameters<Db['rows']>[0]) {
      scope.refuseInside();
      return clear(run<Row>(pools, pools.current, statement));
    },
    async transaction(work) {
      scope.refuseInside();
      // The driver's type for the result unwraps arrays of promises; ours is a plain value.
      return (await clear(pools.current.begin((tx) => scope.run(() => work(within(pools, tx)))))) as Awaited<ReturnType<typeof work>>;
    },
    async listen(channel, wake) {
      const listening = await clear(ears.listen(channel, wake));
      return () => listening.unlisten();
    },
    close,
  };
  return { db, boss: bossOn(pools, { ears, scope, clear }), kind: 'postgres', close };
}

function createPool(options: OpenOptions & { kind: 'postgres' }) {
  return postgres(options.url, {
    max: options.poolSize,
    connect_timeout: 5,
    idle_timeout: 300,
    // The driver's own waits grow to 20 s, so an outage of a minute would be felt that much longer.
    backoff: () => 0.5,
    connection: { application_name: 'switchboard', statement_timeout: options.statementMs ?? ordinaryStatementMs },
    onnotice: (notice) => options.log.debug({ code: notice['code'], message: notice['message'] }, 'db.notice'),
    types: {
      json: { to: 114, from: [114, 3802], serialize: jsonText, parse: (text: string): unknown => JSON.parse(text) },
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
  });
}

function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function run<Row extends object>(
  pools: Pools,
  runner: Runner,
  statement: Parameters<Db['rows']>[0],
  { prepare } = { prepare: false },
): Promise<Row[]> {
  const { text, params } = compile(statement);
  return [...(await pools.answered(runner.unsafe<Row[]>(text, params as never[], { prepare: prepare && isInsert(text) })))];
}

/**
 * What a transaction inserts comes in many batches. Only a statement that the server knows already can wait there while it
 * works on the one before; an insert has no plan that could grow old.
 */
function isInsert(text: string): boolean {
  return /^\s*insert\b/i.test(text);
}

function within(pools: Pools, tx: postgres.TransactionSql<{ json: unknown; bigint: number }>): Db {
  return {
    ...outsideOnly,
    rows: (statement) => run(pools, tx, statement, { prepare: true }),
    transaction: async (work) => (await tx.savepoint((inner) => work(within(pools, inner)))) as Awaited<ReturnType<typeof work>>,
  };
}

interface BossNeeds {
  ears: Pool;
  scope: TransactionScope;
  clear: <T>(work: Promise<T>) => Promise<T>;
}

/** pg-boss sends scripts of several statements without parameters, and reads all their rows as one list. */
function bossOn(pools: Pools, { ears, scope, clear }: BossNeeds): OpenDb['boss'] {
  return {
    async executeSql(text, values = []) {
      scope.refuseInside();
      const pool = pools.current;
      if (values.length > 0) return { rows: [...(await clear(pools.answered(pool.unsafe(text, values.map(bindable) as never[]))))] };
      const results: unknown[] = await clear(pools.answered(script(pool, text)));
      return { rows: results.some(Array.isArray) ? results.flat() : [...results] };
    },
    async listen(channel, onNotification, onReconnect) {
      const listening = await clear(ears.listen(channel, onNotification, onReconnect));
      return { close: () => listening.unlisten() };
    },
  };
}

/** A script that opens a transaction needs one connection from its beginning to its end. */
async function script(pool: Pool, text: string): Promise<unknown[]> {
  if (!/^\s*begin\b/i.test(text)) return pool.unsafe(text).simple();
  const connection = await pool.reserve();
  try {
    return await connection.unsafe(text).simple();
  } catch (error) {
    // The script stopped before its own commit: the connection must not go back with that transaction open.
    await connection.unsafe('rollback').simple();
    throw error;
  } finally {
    connection.release();
  }
}
