import { setImmediate } from 'node:timers/promises';

/** Hands rows over as JSON texts, see `batchwise`. */
export async function inBatches<Row>(rows: Iterable<Row>, write: (json: string) => Promise<unknown>): Promise<void> {
  const texts = Iterator.from(rows).map(storableJson);
  await batchwise(
    texts,
    (text) => text.length,
    (batch) => write(`[${batch.join(',')}]`),
  );
}

/**
 * Writes at most 500 items and 8 MB at a time, letting other work run in between: the embedded database computes on our
 * own thread. The next batch is made, and waits at the database, while that works on the last.
 */
export async function batchwise<Item>(
  items: Iterable<Item>,
  sizeOf: (item: Item) => number,
  write: (batch: Item[]) => Promise<unknown>,
): Promise<void> {
  let batch: Item[] = [];
  let size = 0;
  let last: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const next = write(batch);
    // Its failure is met by whoever waits for it; until then it must not count as unhandled.
    next.catch(() => undefined);
    batch = [];
    size = 0;
    await last;
    last = next;
    await setImmediate();
  };
  for (const item of items) {
    const more = sizeOf(item);
    if (size + more > 8_000_000) await flush();
    batch.push(item);
    size += more;
    if (batch.length >= 500) await flush();
  }
  await flush();
  await last;
}

/** JSON that Postgres takes: it refuses U+0000 and halves of surrogate pairs, which YAML can write. */
export function storableJson(value: unknown): string {
  return washed(JSON.stringify(value));
}

/** JSON text as `storableJson` makes it. */
export function washed(json: string): string {
  return /\\u(?:0000|d[89a-f])/i.test(json) ? JSON.stringify(clean(JSON.parse(json))) : json;
}

/** Text that Postgres takes. */
export function storableText(text: string): string {
  return text.isWellFormed() && !text.includes('\u0000') ? text : washedText(text);
}

function washedText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return washedText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [washedText(key), clean(item)]));
}
