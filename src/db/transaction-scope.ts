import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db } from '#core/db.ts';

interface Scope {
  open: boolean;
}

/**
 * Notices a statement that goes past the transaction it is called in. On the embedded database, which has one
 * connection, it would wait for that transaction for ever; on Postgres it would not see what the transaction wrote.
 */
export class TransactionScope {
  readonly #storage = new AsyncLocalStorage<Scope>();

  /** Throws when the caller is inside a transaction of the same database. */
  refuseInside(): void {
    if (this.#storage.getStore()?.open) {
      throw new Error('Inside a transaction, use the Db that the transaction passes to its work.');
    }
  }

  /** Runs `work` as the inside of a transaction. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const scope: Scope = { open: true };
    try {
      return await this.#storage.run(scope, work);
    } finally {
      scope.open = false;
    }
  }
}

/** What a transaction cannot do. */
export const outsideOnly: Pick<Db, 'listen' | 'close'> = {
  listen: () => Promise.reject(new Error('A transaction cannot listen.')),
  close: () => Promise.reject(new Error('A transaction cannot close the database.')),
};
