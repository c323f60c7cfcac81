import { setImmediate } from 'node:timers/promises';
import { type Clone, fetchBlobs } from './clone.ts';
import { GitFailed, streamGit, streamRecords } from './run-git.ts';

export type Blob = { outcome: 'read'; bytes: Buffer } | { outcome: 'too-large'; size: number };

/**
 * Reads blobs as they come out of the clone, each once, the biggest first, which take longest to understand; those that
 * are missing are fetched before, all in one go. A blob above `maxBytes` is told by its size and never taken into memory.
 */
export async function* readBlobs(
  clone: Clone,
  ids: Iterable<string>,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): AsyncGenerator<[id: string, blob: Blob]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
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
    if (size === undefined) throw new GitFailed('exit', `object ${id} is missing after it was fetched`);
    if (size <= maxBytes) small.push(id);
    else yield [id, { outcome: 'too-large', size }];
  }
  yield* contents(clone, small, signal);
}

/** To look for an object that is not there costs git as much as to list many that are. */
const manyIds = 1_000;

/** The sizes of those that are in the clone. */
async function sizesOf(clone: Clone, ids: string[], signal: AbortSignal): Promise<Map<string, number>> {
  const { dir, limits } = clone;
  const all = ids.length > manyIds;
  const args = ['cat-file', '--batch-check', '--buffer', ...(all ? ['--batch-all-objects', '--unordered'] : [])];
  const stdin = all ? '' : `${ids.join('\n')}\n`;
  const wanted = new Set(ids);
  const sizes = new Map<string, number>();
  for await (const lines of streamRecords('\n', args, {
    dir,
    signal,
    timeoutMs: limits.localMs,
    stdin,
    maxBytes: Number.POSITIVE_INFINITY,
  })) {
    for (const line of lines) {
      const [id = '', type, size] = line.split(' ');
      if (type === 'blob' && wanted.has(id)) sizes.set(id, Number(size));
    }
  }
  return sizes;
}

/** Reads `cat-file --batch`: `<id> blob <size>LF<bytes>LF` again and again. */
async function* contents(clone: Clone, ids: string[], signal: AbortSignal): AsyncGenerator<[string, Blob]> {
  if (ids.length === 0) return;
  const { dir, limits } = clone;
  const options = { dir, signal, timeoutMs: limits.fetchMs, stdin: `${ids.join('\n')}\n`, maxBytes: Number.POSITIVE_INFINITY };
  let held: Buffer[] = [];
  let size = 0;
  let needed = 1;
  for await (const chunk of streamGit(['cat-file', '--batch', '--buffer'], options)) {
    held.push(chunk);
    size += chunk.length;
    // A big blob comes in many chunks: they are joined once, when it is there as a whole.
    if (size < needed) continue;
    let rest = held.length === 1 ? chunk : Buffer.concat(held);
    for (let next = take(rest); ; next = take(rest)) {
      if ('needed' in next) {
        needed = next.needed;
        break;
      }
      rest = rest.subarray(next.end);
      yield [next.id, { outcome: 'read', bytes: next.bytes }];
    }
    held = [rest];
    size = rest.length;
    // What reads these works hard; answers to people go in between.
    await setImmediate();
  }
}

function take(buffer: Buffer): { id: string; bytes: Buffer; end: number } | { needed: number } {
  const line = buffer.indexOf(10);
  if (line === -1) return { needed: buffer.length + 1 };
  const [id = '', , size = '0'] = buffer.toString('latin1', 0, line).split(' ');
  const end = line + 1 + Number(size);
  if (buffer.length < end + 1) return { needed: end + 1 };
  return { id, bytes: buffer.subarray(line + 1, end), end: end + 1 };
}
