import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, statSync, unlinkSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unwritable } from '#core/unwritable.ts';
import { UserError } from '#core/user-error.ts';

/** What the process that holds `DATA_DIR` does for others on this machine. Each writes lines until it returns. */
export type ControlVerbs = Record<string, (input: unknown, write: (line: string) => void) => Promise<void>>;

export type DataDir =
  /** This process holds the folder until `release`. */
  | { held: true; serve(verbs: ControlVerbs): void; release(): Promise<void> }
  /** Another living process holds it. It can be asked when it `serves`; a short-lived command, or one that starts, does not. */
  | { held: false; serves: boolean; call(verb: string, input: unknown): AsyncGenerator<string> };

/**
 * Takes the data folder for this process, or finds the process that has it. The lock is a listening local socket,
 * because only a listener proves a living holder: a lock file survives `kill -9`, and process ids repeat in
 * containers. Two processes on one PGlite folder silently lose rows.
 */
export async function openDataDir(folder: string): Promise<DataDir> {
  makeWritable(folder);
  const path = socketPath(folder);
  for (let attempt = 0; attempt < 10; attempt++) {
    const holder = await ask(path);
    if (holder) return { held: false, serves: holder.serves, call: (verb, input) => call(path, verb, input) };
    const held = await alone(path, () => take(path));
    if (held) return held;
    await sleep(20 + Math.random() * 60);
  }
  throw new Error('the data folder could not be locked: its socket neither answers nor can be replaced');
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Socket paths hold about 100 bytes, so a long folder is named by its digest in the temporary folder. */
function socketPath(folder: string): string {
  const digest = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\switchboard-${digest}`;
  const inside = join(resolve(folder), 'switchboard.sock');
  return Buffer.byteLength(inside) <= 90 ? inside : join(tmpdir(), `switchboard-${digest}.sock`);
}

async function take(path: string): Promise<DataDir | undefined> {
  const id = crypto.randomUUID();
  let verbs: ControlVerbs | undefined;
  const server = createServer((req, res) => {
    if (req.url === '/id') res.end(JSON.stringify({ id, serves: verbs !== undefined } satisfies Holder));
    else void answer(req, res, verbs ?? {});
  });
  if (!(await listen(server, path))) return undefined;
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  // Somebody may have replaced the same dead socket at the same moment: who still answers at the path has it.
  await sleep(25);
  if ((await ask(path))?.id !== id) {
    server.close();
    return undefined;
  }
  server.unref();
  return {
    held: true,
    serve: (given) => {
      verbs = given;
    },
    release: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** False when the path is taken by another listener; a dead socket file is replaced. */
async function listen(server: Server, path: string): Promise<boolean> {
  const before = inode(path);
  if (before !== undefined) {
    if (await answers(path)) return false;
    // The same dead file as before the question; a newer one belongs to somebody who was faster.
    if (inode(path) !== before) return false;
    unlinkSync(path);
  }
  return bound(server, path);
}

/** Tells one file at the path from the next: an inode's number is given again as soon as it is free. */
function inode(path: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.ino} ${stat.ctimeNs}`;
}

/**
 * Lets one process at a time replace a dead socket: between seeing that nobody answers and listening, somebody else may
 * have listened. On Linux a name without a file does it, which the kernel frees with its process; elsewhere, and between
 * containers, what `take` does must be enough.
 */
async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work();
  const name = `\0switchboard-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  const mutex = createServer();
  for (let attempt = 0; attempt < 100 && !(await bound(mutex, name)); attempt++) await sleep(20 + Math.random() * 20);
  try {
    return await work();
  } finally {
    mutex.close();
  }
}

function bound(server: Server, path: string): Promise<boolean> {
  return new Promise((done) => {
    const failed = () => done(false);
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      done(true);
    });
  });
}

async function answers(path: string): Promise<boolean> {
  return (await ask(path)) !== undefined;
}

interface Holder {
  id: string;
  serves: boolean;
}

/** Who holds the folder; undefined when nobody listens. A holder that is busy (PGlite blocks its loop) is waited for. */
function ask(path: string): Promise<Holder | undefined> {
  return new Promise((done) => {
    const req = request({ socketPath: path, path: '/id', timeout: 10_000 }, (res) => {
      res
        .setEncoding('utf8')
        .once('data', (text: string) => done(JSON.parse(text) as Holder))
        .once('error', () => done(undefined));
    });
    req
      .once('timeout', () => req.destroy())
      .once('error', () => done(undefined))
      .end();
  });
}

async function answer(req: IncomingMessage, res: ServerResponse, verbs: ControlVerbs): Promise<void> {
  const verb = verbs[req.url?.slice(1) ?? ''];
  const write = (kind: 'line' | 'done' | 'failed', text: string) => void res.write(`${JSON.stringify([kind, text])}\n`);
  try {
    if (!verb) throw new Error(`the running process does not know ${req.url}`);
    const body = Buffer.concat(await req.toArray()).toString('utf8');
    await verb(JSON.parse(body), (line) => write('line', line));
    write('done', '');
  } catch (error) {
    write(
      'failed',
      JSON.stringify(
        error instanceof UserError ? { code: error.code, message: error.message, hint: error.hint } : { message: String(error) },
      ),
    );
  }
  res.end();
}

async function* call(path: string, verb: string, input: unknown): AsyncGenerator<string> {
  const res = await new Promise<IncomingMessage>((done, fail) => {
    const body = JSON.stringify(input ?? null);
    request({ socketPath: path, path: `/${verb}`, method: 'POST' }, done)
      .once('error', (cause) => fail(wentAway(cause)))
      .end(body);
  });
  let rest = '';
  for await (const chunk of res.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [kind, text] = JSON.parse(line) as ['line' | 'done' | 'failed', string];
      if (kind === 'failed') throw asError(text);
      if (kind === 'done') return;
      yield text;
    }
  }
  throw wentAway();
}

function wentAway(cause?: unknown): UserError {
  return new UserError('went-away', 'The Switchboard that runs here went away before it had answered.', 'Try again.', { cause });
}

/** What the other process threw, so that its sentence and its way out reach the person here. */
function asError(text: string): Error {
  const { code, message, hint } = JSON.parse(text) as { code?: string; message: string; hint?: string };
  return code === undefined || hint === undefined ? new Error(message) : new UserError(code, message, hint);
}
