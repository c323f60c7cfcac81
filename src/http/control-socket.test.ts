import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '#core/user-error.ts';
import { type DataDir, openDataDir } from './control-socket.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'switchboard-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function held(dir: DataDir): Extract<DataDir, { held: true }> {
  if (!dir.held) throw new Error('expected to hold the folder');
  return dir;
}

test('the second process asks the first one, line by line, and hears its errors', async () => {
  const path = folder();
  const first = held(await openDataDir(path));
  first.serve({
    count: async (input, write) => [1, 2, 3].forEach((n) => write(`${n} ${String(input)}`)),
    fail: async () => Promise.reject(new UserError('gone', 'No such source.', 'Name another.')),
  });
  const second = await openDataDir(path);
  if (second.held) throw new Error('two holders');
  expect(await Array.fromAsync(second.call('count', 'sheep'))).toEqual(['1 sheep', '2 sheep', '3 sheep']);
  await expect(Array.fromAsync(second.call('fail', null))).rejects.toMatchObject({
    code: 'gone',
    message: 'No such source.',
    hint: 'Name another.',
  });
  await first.release();
  const third = held(await openDataDir(path));
  await third.release();
});

test.skipIf(process.platform === 'win32')('nobody else on the machine can ask', async () => {
  const path = folder();
  const dir = held(await openDataDir(path));
  expect(statSync(join(path, 'switchboard.sock')).mode & 0o777).toBe(0o600);
  await dir.release();
});

test('a holder that was killed leaves a socket behind, which is taken over', async () => {
  const path = folder();
  const script = join(path, 'hold.ts');
  writeFileSync(
    script,
    `import { openDataDir } from '${import.meta.dirname}/control-socket.ts'; const d = await openDataDir(${JSON.stringify(path)}); process.send({ held: d.held }); setInterval(() => {}, 1000);`,
  );
  const child = fork(script, { execArgv: [] });
  expect(await new Promise((done) => child.once('message', done))).toEqual({ held: true });
  expect((await openDataDir(path)).held).toBe(false);
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  await held(await openDataDir(path)).release();
});

test('of ten that start together on a dead socket exactly one holds the folder', async () => {
  const path = folder();
  writeFileSync(join(path, 'switchboard.sock'), '');
  const all = await Promise.all(Array.from({ length: 10 }, () => openDataDir(path)));
  expect(all.filter((d) => d.held)).toHaveLength(1);
  for (const d of all) if (d.held) await d.release();
});

test('a folder with a long name is locked all the same', async () => {
  const path = join(folder(), 'x'.repeat(120));
  const first = held(await openDataDir(path));
  expect((await openDataDir(path)).held).toBe(false);
  await first.release();
});
