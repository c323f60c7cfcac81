/** A pool of connections that is replaced when they have gone silent. */
export interface RenewingPool<Pool> {
  readonly current: Pool;
  /** Waits for one statement. When its answer is overdue, the pool that was asked is given up and `work` rejects. */
  answered<T>(work: PromiseLike<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Renewal<Pool> {
  create(): Pool;
  /** More than the server lets any statement take: who is silent for longer is not there any more. */
  silentMs: number;
  renewed(): void;
}

/**
 * A connection whose other end vanished without a word (a firewall that forgot it, a machine that was switched off)
 * rejects nothing for a quarter of an hour, and whoever waits for it, such as a sync, would wait that long.
 */
export function createRenewingPool<Pool extends { end(options: { timeout: number }): Promise<void> }>(
  renewal: Renewal<Pool>,
): RenewingPool<Pool> {
  let current = renewal.create();

  function giveUp(silent: Pool): void {
    if (silent !== current) return;
    current = renewal.create();
    renewal.renewed();
    void silent.end({ timeout: 0 });
  }

  return {
    get current() {
      return current;
    },
    async answered(work) {
      const asked = current;
      const timer = setTimeout(() => giveUp(asked), renewal.silentMs);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
      }
    },
    // Whoever closes has waited for what matters; what is still open hangs.
    close: () => current.end({ timeout: 2 }),
  };
}
