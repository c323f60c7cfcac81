import { mkdir } from 'node:fs/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Db } from '#core/db.ts';
import { fromPglite } from 'pg-boss';
import type { OpenDb, OpenOptions } from './open.ts';
import { compile } from './statement.ts';
import { outsideOnly, TransactionScope } from './transaction-scope.ts';

type Runner = Pick<PGlite, 'query'>;

/** The embedded database; see `openDb`. One connection: transactions and statements queue up. */
export async function openPglite(options: OpenOptions & { kind: 'pglite' }): Promise<OpenDb> {
  if (!options.folder.startsWith('memory://')) await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const pglite = await PGlite.create({ dataDir: options.folder });
  const scope = new TransactionScope();
  const inTurn = queue();
  const close = async (): Promise<void> => {
    if (!pglite.closed) await pglite.close();
  };
  const db: Db = {
    async rows<Row extends object>(statement: Parameters<Db['rows']>[0]) {
      scope.refuseInside();
      return inTurn(() => run<Row>(pglite, statement));
    },
    async transaction(work) {
      scope.refuseInside();
      return inTurn(() => pglite.transaction((tx) => scope.run(() => work(within(tx, 1)))));
    },
    listen: (channel, wake) => pglite.listen(channel, wake),
    close,
  };
  const boss = fromPglite(pglite);
  const executeSql: OpenDb['boss']['executeSql'] = async (text, values) => {
    scope.refuseInside();
    return inTurn(() => boss.executeSql(text, values));
  };
  return { db, boss: { ...boss, executeSql }, kind: 'pglite', close };
}

/**
 * One piece of work after the other. PGlite has a queue too, but there a failed pg-boss script leaves its transaction
 * open for whoever is next, until the rollback that pg-boss then asks for has had its turn.
 */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function run<Row extends object>(runner: Runner, statement: Parameters<Db['rows']>[0]): Promise<Row[]> {
  const { text, params } = compile(statement);
  return (await runner.query<Row>(text, params)).rows;
}

function within(tx: Transaction, depth: number): Db {
  return {
    ...outsideOnly,
    rows: (statement) => run(tx, statement),
    async transaction(work) {
      const name = `inner_${depth}`;
      await tx.exec(`savepoint ${name}`);
      try {
        const result = await work(within(tx, depth + 1));
        await tx.exec(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await tx.exec(`rollback to savepoint ${name}`);
        throw error;
      }
    },
  };
}
