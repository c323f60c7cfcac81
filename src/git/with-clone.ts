const waiting = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while nobody else in this process uses the folder. Other processes are kept out by the lock on the data
 * folder, so a lock that is found in the clone belongs to nobody any more.
 */
export async function withClone<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(dir) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  waiting.set(dir, settled);
  try {
    return await mine;
  } finally {
    if (waiting.get(dir) === settled) waiting.delete(dir);
  }
}
