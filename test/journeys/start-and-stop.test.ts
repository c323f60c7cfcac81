import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/embedded-postgres.ts';
import { migratedFolder, ownFolder, startJourney } from '../support/product.ts';
import { swallowingProxy } from '../support/swallowing-proxy.ts';

const secret = { SWITCHBOARD_SECRET: 'a-secret-of-the-tests' };

test('a start that cannot succeed says why and ends, instead of holding port and folder', async () => {
  const nobodyThere = { DATABASE_URL: 'postgres://postgres@127.0.0.1:9/x', ...secret };
  expect(await startAndEnd(nobodyThere)).toEqual({
    code: 1,
    said: expect.stringContaining('Start it, or correct host and port in DATABASE_URL.'),
  });
});

test.each([
  ['that makes its own secret', {}],
  ['that is given one and a Postgres', { DATABASE_URL: 'postgres://postgres@127.0.0.1:9/x', ...secret }],
])('a process %s says that it cannot write its data folder', async (_, variables) => {
  const file = join(ownFolder(), 'a-file');
  writeFileSync(file, '');
  expect(await startAndEnd({ DATA_DIR: file, ...variables })).toEqual({
    code: 1,
    said: expect.stringMatching(/^DATA_DIR \S+ cannot be written \(EEXIST\)\.\nGive this user a folder it may write to\.\n$/),
  });
});

test.runIf(process.platform === 'linux')('a data folder is made with those above it, and where none can be made that is said', async () => {
  expect(await startAndEnd({ DATA_DIR: '/proc/none/below' })).toEqual({
    code: 1,
    said: 'DATA_DIR /proc/none/below cannot be written (ENOENT).\nGive this user a folder it may write to.\n',
  });
  const nobodyThere = { DATABASE_URL: 'postgres://postgres@127.0.0.1:9/x', ...secret };
  expect(await startAndEnd({ ...nobodyThere, DATA_DIR: '/proc/none' })).toMatchObject({
    code: 1,
    said: expect.stringContaining('/proc/none'),
  });
  expect(await startAndEnd({ ...nobodyThere, DATA_DIR: join(ownFolder(), 'one/two') })).toMatchObject({
    said: expect.stringContaining('DATABASE_URL'),
  });
});

test('a process whose launcher was killed ends by itself, and leaves port and folder to the next', async () => {
  const launcher = join(import.meta.dirname, '../../bin/switchboard.mjs');
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, PORT: '0', DATA_DIR: await migratedFolder(), LOG_LEVEL: 'error' };
  // As the launcher starts it where the system's own Node is too old.
  const args = ['--max-semi-space-size=16', launcher, 'start'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  expect(await ended).toBe(0);
});

test.runIf(process.platform === 'linux')('ends with the shell through which npm started it', async () => {
  const launcher = join(import.meta.dirname, '../../bin/switchboard.mjs');
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, PORT: '0', DATA_DIR: await migratedFolder(), LOG_LEVEL: 'error', npm_lifecycle_event: 'start' };
  // A shell that has something to do afterwards waits as a process of its own.
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${launcher}" start; true`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => endGroup(shell.pid));
  await new Promise((resolve) => shell.stdout.once('data', resolve));
  // Whoever serves holds it open until the end.
  const ended = new Promise((resolve) => shell.stdout.once('close', resolve));
  shell.kill('SIGTERM');
  await ended;
});

test.runIf(process.platform === 'linux')(
  'serves with the room for what is new that the launcher gives it, under the pid it was started with',
  async () => {
    const launcher = join(import.meta.dirname, '../../bin/switchboard.mjs');
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, PORT: '0', DATA_DIR: await migratedFolder(), LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, [launcher, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0')).toContain('--max-semi-space-size=16');
  },
);

test('a database that hangs keeps neither answers nor the end waiting', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const proxy = await swallowingProxy(postgres.url);
  onTestFinished(() => proxy.stop());
  const { command, product } = await startJourney({ DATABASE_URL: proxy.url, DATA_DIR: ownFolder(), ...secret }, 60);
  proxy.swallow();
  await sleep(1000);
  expect((await command('/whoowns', 'payments')).json['text']).toBe('payments-api is owned by Team Payments.');
  const before = performance.now();
  await product.stop();
  // After 9.5 s the process would have been ended by force, with whatever was not written.
  expect(performance.now() - before).toBeLessThan(9_300);
});

/** Of a test that went well nobody is left in it. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // That nobody is there is well.
  }
}

async function startAndEnd(variables: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const launcher = join(import.meta.dirname, '../../bin/switchboard.mjs');
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, PORT: '0', DATA_DIR: ownFolder(), LOG_LEVEL: 'error', ...variables };
  const child = spawn(process.execPath, [launcher, 'start'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}
