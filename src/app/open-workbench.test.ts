import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { noMeter } from '#core/meter.ts';
import { systemClock } from '#core/clock.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { readConfig } from '../config.ts';
import { openWorkbench } from './open-workbench.ts';

const root = join(import.meta.dirname, '..', '..');
const secret = { SWITCHBOARD_SECRET: 'a secret of enough letters' };
const open = (variables: Record<string, string>) =>
  openWorkbench(readConfig({ ...secret, ...variables }, root), { clock: systemClock, log: silentLog });

test('the workbench is there on this machine only, and never beside real Slack', async () => {
  for (const host of ['127.0.0.1', 'localhost', '::1', '']) {
    const local = await open({ HOST: host });
    expect(local).toBeDefined();
    await local?.workbench.stop();
  }
  expect(await open({ HOST: '0.0.0.0' })).toBeUndefined();
  expect(await open({ HOST: '192.168.1.7' })).toBeUndefined();
  expect(await open({ HOST: '127.0.0.1', SLACK_BOT_TOKEN: 'xoxb-real', SLACK_SIGNING_SECRET: 'signing-secret' })).toBeUndefined();
});

test('nothing of it is loaded unless it is opened', () => {
  const loads = globSync('src/**/*.ts', { cwd: root })
    .filter((path) => !path.startsWith('src/workbench/') && !path.endsWith('.test.ts'))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/^.*['"](?:#|\.+\/)workbench\/.*$/gm)].map(([line]) => line.trim()),
    );
  expect(loads.filter((line) => !line.startsWith('import type '))).toEqual([
    "const { createWorkbench } = await import('#workbench/create-workbench.ts');",
  ]);
});

test('people met in the workbench are kept neither in the database nor in the snapshot', async () => {
  const local = await open({ HOST: '127.0.0.1' });
  let statements = 0;
  const refuse = () => {
    statements += 1;
    return Promise.reject(new Error('Nothing is to be stored.'));
  };
  const db = { rows: refuse, transaction: refuse, listen: refuse, close: () => Promise.resolve() };
  const config = readConfig({ ...secret, HOST: '127.0.0.1' }, root);
  const authorityOf = () => ({ groups: [] });
  const part = local?.connect({ config, definitions: [], db, log: silentLog, clock: systemClock, meter: noMeter, authorityOf });
  expect(part?.extras).toEqual({});
  const connected = part?.open(
    () => expect.fail('nobody asks'),
    () => undefined,
  );
  const ana = () => expect(part?.people.userIdOf('ana.ferreira@halyard.example')).toBe('U0ANA');
  await vi.waitFor(ana, { timeout: 5000 });
  await connected?.stop();
  await local?.workbench.stop();
  expect(statements).toBe(0);
});
