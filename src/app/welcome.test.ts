import { expect, test } from 'vitest';
import type { Directory } from '#core/directory.ts';
import { readConfig } from '../config.ts';
import { temporaryFolder } from '../../test/support/git-repository.ts';
import { welcome } from './welcome.ts';

const here = { address: '127.0.0.1', family: 'IPv4', port: 3000 };
const directory = { size: 62, sources: () => [{}, {}], freshness: { from: 'database', asOf: new Date(0) } } as unknown as Directory;

test('says in at most six lines what runs, where, and what is missing for Slack', () => {
  const folder = temporaryFolder();
  const lines = welcome(readConfig({ DATA_DIR: folder }, folder), here, directory);
  expect(lines.length).toBeLessThanOrEqual(6);
  expect(lines[0]).toContain('open http://localhost:3000/ in a browser');
  expect(lines).toContain('Ask: npx switchboard ask "/whoowns payments"');
  expect(lines.join('\n')).toMatch(
    /62 entities from the example organisation in manifests\/.*\n.*embedded, in .*\n.*SLACK_BOT_TOKEN and SLACK_APP_TOKEN/,
  );
});

test('says that the workbench is off where others could reach it', () => {
  const folder = temporaryFolder();
  const lines = welcome(readConfig({ DATA_DIR: folder, HOST: '0.0.0.0' }, folder), here, directory);
  expect(lines[0]).toBe('Switchboard answers on http://127.0.0.1:3000');
  expect(lines.join('\n')).toContain('The workbench is off with HOST=0.0.0.0');
  const work = { ROLE: 'work', DATABASE_URL: 'postgres://db.example/catalog', SWITCHBOARD_SECRET: 'sixteen letters at least' };
  const others = welcome(readConfig({ DATA_DIR: folder, ...work }, folder), here, directory);
  expect(others.join('\n')).toContain('The workbench is off with ROLE=work');
});

test('names no password and no token, and says where Slack’s requests go and how old the answers are', () => {
  const folder = temporaryFolder();
  const variables = {
    DATA_DIR: folder,
    DATABASE_URL: 'postgres://user:the-password@db.example/switchboard',
    SWITCHBOARD_SECRET: 'the-secret-of-this-test',
    SLACK_BOT_TOKEN: 'xoxb-the-token',
    SLACK_SIGNING_SECRET: 'the-signing-secret',
  };
  const old = { ...directory, freshness: { from: 'snapshot', asOf: new Date('2026-01-02T03:04:05Z') } } as Directory;
  const text = welcome(readConfig(variables, folder), { ...here, address: '::', family: 'IPv6' }, old).join('\n');
  expect(text).toContain('Slack: requests go to http://[::]:3000/slack/events');
  expect(text).toContain('Database: Postgres, away; answering from the snapshot of 2026-01-02T03:04:05.000Z');
  expect(text).not.toMatch(/the-|db\.example/);
});
