import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { defaultBounds, defaultRegistered } from '#core/catalog-config.ts';
import { withRequestId } from '#core/request-id.ts';
import { Environment } from '../config/environment.ts';
import { createLog } from './create-log.ts';

const source = { name: 'main', position: 0, allow: [], authority: false, visibleTo: 'everyone', everyMs: 1000, paths: [] } as const;
const organisation = {
  ...source,
  type: 'github',
  organization: 'acme',
  apiUrl: 'https://api.github.com',
  filters: { topics: { include: [], exclude: [] }, archived: false, forks: false },
} as const;
const secrets = {
  secret: 'the-seal-of-the-snapshot',
  bot: 'xoxb-the-bot-token',
  signing: 'the-signing-secret',
  password: 'p@ss "word"',
  host: 'the-token-of-the-host',
  source: 'the-token-of-the-source',
  backstage: 'the-token-of-the-backstage',
  github: 'the-token-of-the-organisation',
  key: 'PRIVATE KEY of the app\nin two lines',
};

test('no secret of the configuration reaches the log, however it is written', () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    written.push(String(line));
    return true;
  });
  try {
    const variables = {
      SLACK_BOT_TOKEN: secrets.bot,
      SLACK_SIGNING_SECRET: secrets.signing,
      SWITCHBOARD_SECRET: secrets.secret,
      DATABASE_URL: `postgres://user:${encodeURIComponent(secrets.password)}@db.example/switchboard`,
    };
    const catalog = {
      sources: [
        { ...source, type: 'git', url: 'https://git.example/a', token: secrets.source } as const,
        { ...source, type: 'backstage', url: 'https://portal.example', token: secrets.backstage } as const,
        { ...organisation, auth: { token: secrets.github } } as const,
        { ...organisation, auth: { appId: '7', privateKey: secrets.key } } as const,
      ],
      hosts: [{ host: 'git.example', token: secrets.host, private: false }],
      fallback: {},
      owners: new Map(),
      bounds: defaultBounds,
      registered: defaultRegistered,
    };
    const log = createLog({ env: Environment.read(variables, '/'), secret: secrets.secret, catalog });
    for (const value of Object.values(secrets)) {
      log.error({ err: new Error(`refused: ${value}`), url: `https://x:${encodeURIComponent(value)}@y` }, `after ${value}`);
    }
  } finally {
    spy.mockRestore();
  }
  const text = written.join('');
  expect(written).toHaveLength(9);
  expect(text.match(/after \[secret\]/g)).toHaveLength(9);
  for (const value of Object.values(secrets)) {
    expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
    expect(text).not.toContain(encodeURIComponent(value));
  }
});

test('each variable that is a token, a secret or a key is one of those that are cut out', () => {
  const example = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
  const names = [...example.matchAll(/^#? ?([A-Z_]+_(?:TOKEN|SECRET|KEY))=/gm)].map((match) => match[1] ?? '');
  const begins: Record<string, string> = { SLACK_BOT_TOKEN: 'xoxb-', SLACK_APP_TOKEN: 'xapp-', GITHUB_APP_PRIVATE_KEY: 'PRIVATE KEY ' };
  const variables = Object.fromEntries(names.map((name) => [name, `${begins[name] ?? ''}value-of-${name}`]));
  expect(names).toContain('SLACK_SIGNING_SECRET');
  const read = Environment.read({ ...variables, GITHUB_APP_ID: '7' }, '/');
  expect(read.secrets.toSorted()).toEqual(Object.values(variables).toSorted());
});

test('every line of a request has its id, however deep inside it is written; others have none', async () => {
  const written: Record<string, unknown>[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    written.push(JSON.parse(String(line)) as Record<string, unknown>);
    return true;
  });
  try {
    const catalog = { sources: [], hosts: [], fallback: {}, owners: new Map(), bounds: defaultBounds, registered: defaultRegistered };
    const log = createLog({ env: Environment.read({ LOG_LEVEL: 'info' }, '/'), secret: 'the-seal-of-the-snapshot', catalog });
    const question = (id: string) =>
      withRequestId({ uuid: () => id }, async () => {
        log.info({}, 'asked');
        await new Promise((resolve) => setTimeout(resolve, 5));
        withRequestId({ uuid: () => 'another' }, () => log.warn({}, 'found'));
      });
    await Promise.all([question('first'), question('second')]);
    log.info({}, 'between');
  } finally {
    spy.mockRestore();
  }
  expect(written.map(({ msg, requestId }) => [msg, requestId])).toEqual([
    ['asked', 'first'],
    ['asked', 'second'],
    ['found', 'first'],
    ['found', 'second'],
    ['between', undefined],
  ]);
});
