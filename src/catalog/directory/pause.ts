/**
 * Cuts long work into slices: await the result in its loop, and whoever waits for an answer gets a turn whenever the
 * work has held the event loop for `sliceMs`. Costs nothing in between.
 */
export function createPause(sliceMs = 6): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
