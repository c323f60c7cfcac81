import { Piscina } from 'piscina';

/** A function that a slice lets run off the main thread: a module and the name of the function it exports. */
export interface ThreadTask<Input, Output> {
  readonly module: string;
  readonly name: string;
  /** Never there; carries the types. */
  readonly types?: (input: Input) => Output;
}

export function threadTask<Input, Output>(module: URL, name: string): ThreadTask<Input, Output> {
  return { module: module.href, name };
}

/** Threads for what other people wrote and what could hang us. None is started before it is needed. */
export interface WorkerPool {
  /**
   * Runs a task with a kill deadline, counted from when a thread takes it. Throws `DeadlineExceeded` once its thread has
   * been stopped, and whatever the task throws. Input and output are copied between threads.
   */
  run<Input, Output>(task: ThreadTask<Input, Output>, input: Input, limit: { deadlineMs: number }): Promise<Output>;
  /** Stops all threads; tasks under way are rejected. */
  close(): Promise<void>;
}

export class DeadlineExceeded extends Error {
  readonly deadlineMs: number;
  constructor(task: string, deadlineMs: number, options?: ErrorOptions) {
    super(`${task} was stopped after ${deadlineMs} ms`, options);
    this.name = 'DeadlineExceeded';
    this.deadlineMs = deadlineMs;
  }
}

/** Idle threads end after this long, and give back what they held: a big file can have taken a hundred megabytes. */
const idleByDefaultMs = 500;
/** What one task may hold; a thread that wants more dies alone. */
const heapMb = 768;
/** For what is new and mostly short-lived; by default Node lets a thread have four times as much before it tidies up. */
const youngMb = 32;

export interface WorkerPoolOptions {
  threads: number;
  /** Threads that have nothing to do end after so many milliseconds; longer where what they hold is dear to make and small. */
  idleMs?: number;
}

export function createWorkerPool({ threads, idleMs = idleByDefaultMs }: WorkerPoolOptions): WorkerPool {
  let pool: Piscina | undefined;
  const slots = createSlots(threads);
  const open = (): Piscina =>
    new Piscina({
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: idleMs,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngMb },
    });
  return {
    async run(task, input, { deadlineMs }) {
      const release = await slots.take();
      const kill = new AbortController();
      const timer = setTimeout(() => kill.abort(), deadlineMs);
      try {
        pool ??= open();
        return await pool.run(input, { filename: task.module, name: task.name, signal: kill.signal });
      } catch (error) {
        if (kill.signal.aborted) throw new DeadlineExceeded(task.name, deadlineMs, { cause: error });
        throw error;
      } finally {
        clearTimeout(timer);
        release();
      }
    },
    async close() {
      const closing = pool;
      pool = undefined;
      await closing?.destroy();
    },
  };
}

/** Tasks wait here rather than in the pool, so that waiting does not count against their deadline. */
function createSlots(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async take(): Promise<() => void> {
      if (free > 0) free--;
      else {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      return release;
    },
  };
}
