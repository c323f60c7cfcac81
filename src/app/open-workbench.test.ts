import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
