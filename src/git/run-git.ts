import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { gitEnvironment } from './git-environment.ts';
import type { Remote } from './remote.ts';
import { scrub } from './scrub.ts';

export interface GitOptions {
  signal: AbortSignal;
  timeoutMs: number;
  /** The bare repository; none for questions to a remote. */
  dir?: string;
  /** Given when the command talks to it. */
  remote?: Remote;
  servingConfig?: string | undefined;
  stdin?: string;
  /** Most bytes of output that are taken into memory; 64 MiB unless told. */
  maxBytes?: number;
}

/** A git command that did not end well. `message` carries git's own words, without anything secret. */
export class GitFailed extends Error {
  readonly reason: 'exit' | 'timeout' | 'too-large' | 'not-started';
  constructor(reason: GitFailed['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GitFailed';
    this.reason = reason;
  }
}

/** Runs git without a shell in a closed environment and gives its output. Throws `GitFailed`, or the signal's reason. */
export async function runGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(args, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same, giving output as it comes. Leaving the loop early ends the process. */
export async function* streamGit(args: readonly string[], options: GitOptions): AsyncGenerator<Buffer> {
  options.signal.throwIfAborted();
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const child = start(args, options);
  const end = () => kill(child);
  const stop = AbortSignal.any([options.signal, deadline]);
  stop.addEventListener('abort', end, { once: true });
  const ended = settle(child);
  try {
    let size = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > (options.maxBytes ?? 67_108_864)) throw new GitFailed('too-large', `git ${args[0]} gave more than is taken.`);
      yield chunk;
    }
    const { code, stderr } = await ended;
    options.signal.throwIfAborted();
    if (deadline.aborted) throw new GitFailed('timeout', `git ${args[0]} took longer than ${Math.round(options.timeoutMs / 1000)} s.`);
    if (code === undefined) throw new GitFailed('not-started', stderr);
    if (code !== 0) throw new GitFailed('exit', scrub(stderr.trim() || `git ${args[0]} ended with ${code}`, options.remote?.secrets));
  } finally {
    stop.removeEventListener('abort', end);
    if (child.exitCode === null) end();
  }
}

/** The same, cut into records that each end with `separator`: as many at a time as came together. */
export async function* streamRecords(separator: string, args: readonly string[], options: GitOptions): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of streamGit(args, options)) {
    const records = (rest + decoder.write(chunk)).split(separator);
    rest = records.pop() ?? '';
    yield records;
  }
}

function start(args: readonly string[], options: GitOptions) {
  const where = options.dir === undefined ? [] : [`--git-dir=${options.dir}`];
  const child = spawn('git', [...where, ...args], {
    env: gitEnvironment(options.remote, options.servingConfig),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // Its own group, so that the transport helpers that git starts end with it.
    detached: process.platform !== 'win32',
    ...(options.dir === undefined ? {} : { cwd: options.dir }),
  });
  // A process that ends before it has read all its input is reported by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  return child;
}

/** Waits for the end without ever rejecting: it is looked at only when the output has been read. */
function settle(child: ReturnType<typeof start>): Promise<{ code: number | null | undefined; stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < 20_000) stderr += text;
  });
  return new Promise((resolve) => {
    child.on('error', (cause) => resolve({ code: undefined, stderr: `git cannot be started: ${cause.message}` }));
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

function kill(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}
