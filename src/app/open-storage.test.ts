import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../config.ts';
import { createLog } from './create-log.ts';
import { openStorage } from './open-storage.ts';

test('a command waits for the one before it; once a process serves, it is asked instead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Connections are made when they are needed: nobody listens there, and nobody is asked.
  const variables = {
    DATA_DIR: folder,
    DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d',
    SWITCHBOARD_SECRET: 's'.repeat(16),
    LOG_LEVEL: 'silent',
  };
  const config = readConfig(variables, folder);
  const open = () => openStorage(config, createLog(config));
  const first = await open();
  if ('other' in first) throw new Error('nobody else is here');
  const order: string[] = [];
  const waiting = open().then((storage) => {
    order.push('second');
    return storage;
  });
  await new Promise((done) => setTimeout(done, 300));
  order.push('first ended');
  await first.close();
  const second = await waiting;
  expect(order).toEqual(['first ended', 'second']);
  if ('other' in second) throw new Error('the first has ended');

  const asking = open();
  second.dir.serve({ greet: async (name, write) => write(`hello ${String(name)}`) });
  const third = await asking;
  if (!('other' in third)) throw new Error('the second has the folder');
  expect(await Array.fromAsync(third.other.call('greet', 'you'))).toEqual(['hello you']);
  await second.close();
});
