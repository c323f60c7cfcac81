import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');

type Variables = Record<string, string>;

export interface RunningProduct {
  url: string;
  pid: number;
  /** Waits until `/readyz` shows at least so many entities. */
  holds(entities: number): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** What it has printed: its log from `error` on, unless LOG_LEVEL says otherwise. */
  output(): string;
}

/** Runs one command of the product, this or the one in another folder, to its end and gives what it printed. Throws when it fails. */
export async function runProduct(args: string[], variables: Variables, folder = root): Promise<string> {
  const child = start(args, variables, folder);
  const output = collect(child);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`switchboard ${args[0]} ended with ${String(code)}:\n${output()}`);
  return output();
}

/** Starts the product and waits until `/readyz` shows at least `entities` entities. */
export async function startProduct(variables: Variables, entities: number): Promise<RunningProduct> {
  const port = await freePort();
  const child = start(['start'], { PORT: String(port), HOST: '127.0.0.1', ...variables });
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  const holds = async (enough: number): Promise<void> => {
    const deadline = Date.now() + 180_000;
    while (!(await isReady(url, enough))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`switchboard start did not get ready:\n${output()}`);
      }
      await pause(20);
    }
  };
  await holds(entities);
  return { url, pid: child.pid ?? 0, holds, stop: () => stop(child), output };
}

/** Nothing of the caller's environment but what programs need to run at all. */
function start(args: string[], variables: Variables, folder = root): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), LOG_LEVEL: 'error', ...variables };
  return spawn(process.execPath, [join(folder, 'bin/switchboard.mjs'), ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

async function isReady(url: string, entities: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`);
    const state = (await response.json()) as { ready: boolean; entities: number };
    return state.ready && state.entities >= entities;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
