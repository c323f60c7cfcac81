import type { Log } from '#core/log.ts';

export interface SnapshotKeeper {
  /** Content changed: write soon. `facts`: only when something was last seen; that can wait longer. */
  touch(what: 'content' | 'facts'): void;
  /** Writes what is not yet written, and stops. */
  close(): Promise<void>;
}

export interface KeepTimes {
  /** Changes that come close together are written together. */
  settleMs: number;
  /** At most one write in this time. */
  everyMs: number;
  /** A snapshot that only says "seen later" is worth one write in this time. */
  factsEveryMs: number;
}

export const ordinaryTimes: KeepTimes = { settleMs: 5_000, everyMs: 60_000, factsEveryMs: 600_000 };

/** Decides when to write. A failed write is logged and tried again with the next change; the old file stays. */
export function keepSnapshot(write: () => Promise<void>, times: KeepTimes, log: Log): SnapshotKeeper {
  let due: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let lastAt = -Infinity;

  async function writeNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    due = undefined;
    lastAt = performance.now();
    try {
      await write();
      log.debug({ ms: Math.round(performance.now() - lastAt) }, 'directory.snapshot-written');
    } catch (error) {
      log.warn({ err: error }, 'directory.snapshot-failed');
    }
  }

  const start = (): void => {
    writing = writing.then(writeNow);
  };

  return {
    touch(what) {
      const now = performance.now();
      const wanted = Math.max(now + times.settleMs, lastAt + (what === 'content' ? times.everyMs : times.factsEveryMs));
      if (due !== undefined && due <= wanted) return;
      due = wanted;
      clearTimeout(timer);
      timer = setTimeout(start, wanted - now).unref();
    },
    async close() {
      await writing;
      if (due !== undefined) await writeNow();
    },
  };
}
