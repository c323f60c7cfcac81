import { setImmediate } from 'node:timers/promises';

/**
 * Hands rows over as JSON texts of at most 500 rows and 8 MB, letting other work run in between: the embedded database
 * computes on our own thread.
 */
export async function inBatches(rows: Iterable<unknown>, write: (json: string) => Promise<unknown>): Promise<void> {
  let texts: string[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (texts.length === 0) return;
    await write(`[${texts.join(',')}]`);
    texts = [];
    size = 0;
    await setImmediate();
  };
  for (const row of rows) {
    const text = storableJson(row);
    if (size + text.length > 8_000_000) await flush();
    texts.push(text);
    size += text.length;
    if (texts.length >= 500) await flush();
  }
  await flush();
}

/** JSON that Postgres takes: it refuses U+0000 and halves of surrogate pairs, which YAML can write. */
function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(clean(value)) : text;
}

function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), clean(item)]));
}
