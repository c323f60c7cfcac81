import type { Problem, ReadFile } from '#core/descriptor.ts';
import { threadTask, DeadlineExceeded, type WorkerPool } from '#workers/worker-pool.ts';
import { finishFile, type Finishing } from './finish-file.ts';
import { parseFile } from './parse-file.ts';
import type { ReadFileInput } from './read-file.task.ts';
import type { Included } from './read-rules.ts';

/** Files above this many characters are read off the main thread: at about 30 MB/s they would hold it up for long. */
export const bigFile = 256 * 1024;

const deadlineMs = 30_000;

export interface Reading extends Finishing {
  /** Fetches the contents of included files. */
  include: (paths: readonly string[]) => Promise<Included>;
  /** Absent: everything is read on this thread, as short-lived commands do. */
  pool?: WorkerPool;
}

/**
 * Reads one file, both phases, wherever it is best read. A file that takes too long or too much memory is a problem of
 * its own, `unreadable`; only `include` can make this throw.
 */
export async function readDescriptorFile(file: { path: string; text: string }, reading: Reading): Promise<ReadFile> {
  const { include, pool, ...how } = reading;
  if (pool && file.text.length > bigFile) return readInThread(file, { include, pool, how });
  const parsed = parseFile(file, how.rules);
  const included = parsed.includes.length > 0 ? await include(parsed.includes) : new Map<string, string>();
  return finishFile(parsed, included, how);
}

const readFile = threadTask<ReadFileInput, { file: ReadFile; includes: string[] }>(
  new URL('./read-file.task.ts', import.meta.url),
  'readFile',
);

async function readInThread(
  file: { path: string; text: string },
  by: { include: Reading['include']; pool: WorkerPool; how: Finishing },
): Promise<ReadFile> {
  const { include, pool, how } = by;
  const read = (included: Included) => inTime(pool.run(readFile, { ...file, included, how }, { deadlineMs }));
  const first = await read(new Map());
  if (!first) return gaveUp(file.path, how);
  if (first.includes.length === 0) return first.file;
  const second = await read(await include(first.includes));
  return second?.file ?? gaveUp(file.path, how);
}

/** Undefined when the thread was stopped; what is neither time nor memory is a bug and goes on. */
async function inTime<T>(running: Promise<T>): Promise<T | undefined> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof DeadlineExceeded || isOutOfMemory(error)) return undefined;
    throw error;
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function gaveUp(path: string, how: Finishing): ReadFile {
  const problem: Problem = {
    severity: 'error',
    code: 'file-too-slow',
    message: `Reading the file took more than ${deadlineMs / 1000} seconds or too much memory, so it was given up.`,
    fix: 'Split it into several files.',
    path,
    line: 1,
  };
  const { blob, depth } = how;
  return { path, blob, depth, descriptors: [], problems: [problem], ignored: [], includes: [], targets: [], unreadable: true };
}
