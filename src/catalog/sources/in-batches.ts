/** As many files as are waited for at the same time: the disk is kept busy, memory and file handles are not used up. */
const together = 32;

/** Does the work for each item, some at a time, and gives the results in order. */
export async function* inBatches<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): AsyncGenerator<[In, Out]> {
  for (let at = 0; at < items.length; at += together) {
    yield* await Promise.all(items.slice(at, at + together).map(async (item): Promise<[In, Out]> => [item, await work(item)]));
  }
}
