import { setImmediate } from 'node:timers/promises';

/**
 * Hands rows over as JSON texts of at most 500 rows and 8 MB, letting other work run in between: the embedded database
 * computes on our own thread. The next text is made while the database works on the last.
 */
export async function inBatches<Row>(
  rows: Iterable<Row>,
  write: (json: string) => Promise<unknown>,
  toJson: (row: Row) => string = storableJson,
): Promise<void> {
  let texts: string[] = [];
  let size = 0;
  let last: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (texts.length === 0) return;
    const json = `[${texts.join(',')}]`;
    texts = [];
    size = 0;
    await last;
    last = write(json);
    // Its failure is met by whoever waits for it; until then it must not count as unhandled.
    last.catch(() => undefined);
    await setImmediate();
  };
  for (const row of rows) {
    const text = toJson(row);
    if (size + text.length > 8_000_000) await flush();
    texts.push(text);
    size += text.length;
    if (texts.length >= 500) await flush();
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

function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), clean(item)]));
}
