import { setImmediate } from 'node:timers/promises';
import { type Clone, fetchBlobs } from './clone.ts';
import { GitFailed, streamGit, streamRecords } from './run-git.ts';

export type Blob = { outcome: 'read'; bytes: Buffer } | { outcome: 'too-large'; size: number };

/** How to read: a blob above `maxBytes` is told by its size and never taken into memory. */
interface Reading {
  maxBytes: number;
  signal: AbortSignal;
}

/** To look for an object that is not there costs git as much as to list many that are. */
const manyIds = 1_000;

/** Reads blobs as they come out of the clone, each once; those that are missing are fetched, all in one go. */
export async function* readBlobs(clone: Clone, ids: Iterable<string>, reading: Reading): AsyncGenerator<[id: string, blob: Blob]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  if (wanted.length > manyIds) return yield* readMany(clone, wanted, reading);
  const missing: string[] = [];
  yield* contents(clone, wanted, { ...reading, missing: (id) => missing.push(id) });
  if (missing.length === 0) return;
  await fetchBlobs(clone, missing, reading.signal);
  yield* contents(clone, missing, { ...reading, missing: stillMissing });
}

/** The biggest first, which take longest to understand: worth two more looks at the clone where there are many. */
async function* readMany(clone: Clone, wanted: string[], reading: Reading): AsyncGenerator<[id: string, blob: Blob]> {
  const { maxBytes, signal } = reading;
  const sizes = await sizesOf(clone, wanted, signal);
  const missing = wanted.filter((id) => !sizes.has(id));
  if (missing.length > 0) {
    await fetchBlobs(clone, missing, signal);
    for (const [id, size] of await sizesOf(clone, missing, signal)) sizes.set(id, size);
  }
  wanted.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const small: string[] = [];
  for (const id of wanted) {
    const size = sizes.get(id);
    if (size === undefined) stillMissing(id);
    else if (size <= maxBytes) small.push(id);
    else yield [id, { outcome: 'too-large', size }];
  }
  yield* contents(clone, small, { ...reading, missing: stillMissing });
}

function stillMissing(id: string): never {
  throw new GitFailed('exit', `object ${id} is missing after it was fetched`);
}

/** The sizes of those that are in the clone. */
async function sizesOf(clone: Clone, ids: string[], signal: AbortSignal): Promise<Map<string, number>> {
  const { dir, limits } = clone;
  const args = ['cat-file', '--batch-check', '--buffer', '--batch-all-objects', '--unordered'];
  const wanted = new Set(ids);
  const sizes = new Map<string, number>();
  for await (const lines of streamRecords('\n', args, { dir, signal, timeoutMs: limits.localMs, maxBytes: Number.POSITIVE_INFINITY })) {
    for (const line of lines) {
      const [id = '', type, size] = line.split(' ');
      if (type === 'blob' && wanted.has(id)) sizes.set(id, Number(size));
    }
  }
  return sizes;
}

/** Reads `cat-file --batch`: `<id> blob <size>LF<bytes>LF` or `<id> missingLF` again and again. */
async function* contents(
  clone: Clone,
  ids: string[],
  { maxBytes, signal, missing }: Reading & { missing: (id: string) => void },
): AsyncGenerator<[string, Blob]> {
  if (ids.length === 0) return;
  const { dir, limits } = clone;
  const options = { dir, signal, timeoutMs: limits.fetchMs, stdin: `${ids.join('\n')}\n`, maxBytes: Number.POSITIVE_INFINITY };
  let held: Buffer[] = [];
  let size = 0;
  let needed = 1;
  let unwanted = 0;
  for await (const bytes of streamGit(['cat-file', '--batch', '--buffer'], options)) {
    const chunk = bytes.subarray(unwanted);
    unwanted = Math.max(0, unwanted - bytes.length);
    held.push(chunk);
    size += chunk.length;
    // A big blob comes in many chunks: they are joined once, when it is there as a whole.
    if (size < needed) continue;
    let rest = held.length === 1 ? chunk : Buffer.concat(held);
    for (let next = take(rest, maxBytes); ; next = take(rest, maxBytes)) {
      if ('needed' in next) {
        needed = next.needed;
        break;
      }
      unwanted = Math.max(0, next.end - rest.length);
      rest = rest.subarray(next.end);
      if (next.blob) yield [next.id, next.blob];
      else missing(next.id);
    }
    held = [rest];
    size = rest.length;
    // What reads these works hard; answers to people go in between.
    await setImmediate();
  }
}

/** The first of what git says, and where it ends, or how many bytes are needed to say. Of a blob that is too large the head is enough. */
function take(buffer: Buffer, maxBytes: number): { id: string; blob?: Blob; end: number } | { needed: number } {
  const line = buffer.indexOf(10);
  if (line === -1) return { needed: buffer.length + 1 };
  const [id = '', type, bytes = '0'] = buffer.toString('latin1', 0, line).split(' ');
  if (type === 'missing') return { id, end: line + 1 };
  const size = Number(bytes);
  const end = line + 1 + size;
  if (size > maxBytes) return { id, blob: { outcome: 'too-large', size }, end: end + 1 };
  if (buffer.length < end + 1) return { needed: end + 1 };
  return { id, blob: { outcome: 'read', bytes: buffer.subarray(line + 1, end) }, end: end + 1 };
}
