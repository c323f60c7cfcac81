import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultKinds } from '#core/catalog-config.ts';
import { UserError } from '#core/user-error.ts';
import { readConfig } from './config.ts';

const secret = 'x'.repeat(32);
const oneFolder = 'catalog:\n  sources:\n    - type: folder\n      path: ./x\n';

function folder(yaml?: string): string {
  const path = mkdtempSync(join(tmpdir(), 'switchboard-config-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  if (yaml !== undefined) writeFileSync(join(path, 'switchboard.yaml'), yaml);
  return path;
}

function refusal(variables: Record<string, string>, yaml?: string): { message: string; hint: string } {
  try {
    readConfig(variables, folder(yaml));
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('was accepted');
}

describe('environment', () => {
  test('nothing configured: the example organisation on the embedded database, for this machine only', () => {
    const cwd = folder();
    const config = readConfig({ PORT: '' }, cwd);
    expect(config.env).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: join(cwd, '.data'),
      role: 'all',
      slack: undefined,
    });
    expect(config.catalog.sources).toMatchObject([{ type: 'folder', name: 'example', authority: true }]);
    expect(config.secret).toBe(readFileSync(join(cwd, '.data/secret'), 'utf8'));
    expect(statSync(join(cwd, '.data/secret')).mode & 0o777).toBe(0o600);
    expect(readConfig({}, cwd).secret).toBe(config.secret);
  });

  test('nothing is counted unless a port is given, and then only this machine may read it', () => {
    expect(readConfig({ METRICS_HOST: '0.0.0.0' }, folder()).env).toMatchObject({ metrics: undefined, poolSize: 10 });
    const { env } = readConfig({ METRICS_PORT: '9464', DATABASE_POOL_SIZE: '25' }, folder());
    expect(env).toMatchObject({ metrics: { port: 9464, host: '127.0.0.1' }, poolSize: 25 });
  });

  test('with Slack it listens to the world', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: 'abcdef0123' };
    expect(readConfig(slack, folder()).env).toMatchObject({
      host: '0.0.0.0',
      slack: { botToken: 'xoxb-1-2-abc', transport: { mode: 'http', signingSecret: 'abcdef0123' } },
    });
  });

  test('an app-level token means Socket Mode, for which nobody needs to reach us and no signing secret is needed', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_APP_TOKEN: 'xapp-1-A0-abc' };
    const socket = { host: '127.0.0.1', slack: { transport: { mode: 'socket', appToken: 'xapp-1-A0-abc' } } };
    expect(readConfig(slack, folder()).env).toMatchObject(socket);
    expect(readConfig({ ...slack, SLACK_SIGNING_SECRET: 'abcdef0123' }, folder()).env).toMatchObject(socket);
  });

  test.each([
    [{ PORT: '99999' }, 'PORT'],
    [{ METRICS_PORT: 'yes' }, 'METRICS_PORT'],
    [{ DATABASE_POOL_SIZE: '1' }, 'DATABASE_POOL_SIZE'],
    [{ ROLE: 'both' }, 'ROLE'],
    [{ ROLE: 'answer' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://x', SWITCHBOARD_SECRET: secret }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:100%z@h/d', SWITCHBOARD_SECRET: secret }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:p@h/d' }, 'SWITCHBOARD_SECRET'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxp-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_SIGNING_SECRET: 'abcdef0123' }, 'SLACK_BOT_TOKEN'],
    [{ GITHUB_APP_ID: '7' }, 'GITHUB_APP_PRIVATE_KEY'],
    [{ GITHUB_APP_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----' }, 'GITHUB_APP_ID'],
    [{ GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY: 'key.pem' }, 'GITHUB_APP_PRIVATE_KEY'],
    [{ GITHUB_API_URL: 'http://github.example/api/v3' }, 'GITHUB_API_URL'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abcdef0123', SLACK_API_URL: 'http://slack.example/api' }, 'SLACK_API_URL'],
    [{ SWITCHBOARD_CONFIG: '/nowhere/switchboard.yaml' }, 'SWITCHBOARD_CONFIG'],
  ])('%j stops the start and names %s', (variables, name) => {
    const { message, hint } = refusal(variables as Record<string, string>);
    expect(`${message} ${hint}`).toContain(name);
    expect(hint.length).toBeGreaterThan(10);
  });

  test('a wrong value is never repeated, for it may be a secret', () => {
    expect(JSON.stringify(refusal({ SLACK_BOT_TOKEN: 'hunter2-token', SLACK_SIGNING_SECRET: 'abcdef0123' }))).not.toContain('hunter2');
  });
});

describe('switchboard.yaml', () => {
  test('fills in names and defaults', () => {
    const yaml = `
catalog:
  sources:
    - { type: git, url: 'https://github.com/acme/catalog', token: '\${TOKEN}' }
    - { type: folder, path: ./org, authority: true, name: org, visibleTo: [team-a], every: 30s }
    - { type: git, url: ../other, allow: [Component, Template], branch: trunk, paths: [a.yaml] }
  hosts: [github.com, { host: Git.Corp, private: true, token: t }]
  fallback: { channel: '#help', group: platform }
owners:
  team-a: { channel: '#a', userGroup: S123, email: a@acme.test }
slack: { commands: { whoowns: /owner }, guests: answer }
permissions: { admin: [platform], register: [platform], page: everyone }
notices: { at: '08:30', timeZone: Europe/Berlin }
`;
    const config = readConfig({ TOKEN: 'sesame', DATABASE_URL: 'postgres://u:p@h/d', SWITCHBOARD_SECRET: secret }, folder(yaml));
    expect(config.catalog.sources).toMatchObject([
      { name: 'git-1', token: 'sesame', everyMs: 60_000, paths: ['**/catalog-info.yaml', '**/catalog-info.yml'], visibleTo: 'everyone' },
      { name: 'org', everyMs: 30_000, visibleTo: ['group:default/team-a'], allow: expect.arrayContaining(['user', 'group', 'component']) },
      { name: 'git-2', branch: 'trunk', allow: ['component', 'template'], paths: ['a.yaml'] },
    ]);
    expect(config.catalog.hosts).toEqual([
      { host: 'github.com', private: false },
      { host: 'git.corp', private: true, token: 't' },
    ]);
    expect(config.catalog.owners.get('group:default/team-a')).toEqual({ channel: '#a', userGroup: 'S123', email: 'a@acme.test' });
    expect(config.commands.get('/whoowns')).toBe('/owner');
    expect([...config.answered]).toEqual(['guest']);
    expect(config.permissions).toEqual({ admin: ['group:default/platform'], register: ['group:default/platform'], page: 'everyone' });
    expect(config.notices).toEqual({ problems: 'daily', at: '08:30', timeZone: 'Europe/Berlin' });
    expect(config.catalog.registered).toEqual({ allow: [...defaultKinds], visibleTo: 'everyone', everyMs: 60_000 });
  });

  test.each([
    [
      'catalog:\n  sources:\n    - type: folder\n      pth: x\n',
      'switchboard.yaml:4: catalog.sources.0.pth is not a known key.',
      'Did you mean path?',
    ],
    [
      'catalog:\n  sources:\n    - type: gti\n      url: x\n',
      'switchboard.yaml:3: catalog.sources.0.type is "gti".',
      'Use type: folder, git, github or backstage.',
    ],
    [
      'catalog:\n  sources:\n    - type: git\n      url: ${NOPE}\n',
      'switchboard.yaml:4: catalog.sources.0.url uses ${NOPE}, which is not set.',
      'Set the environment variable NOPE.',
    ],
    [`${oneFolder}slack:\n  guests: maybe\n`, 'switchboard.yaml:6: slack.guests', 'answer'],
    [`${oneFolder}notices:\n  timeZone: Berlin\n`, 'switchboard.yaml:6: notices.timeZone', 'such as Europe/Berlin'],
    [`${oneFolder}notices: { at: '9:30' }\n`, 'switchboard.yaml:5: notices.at', 'such as 09:30'],
    [`${oneFolder}notices: { problems: weekly }\n`, 'switchboard.yaml:5: notices.problems', 'Write daily or off.'],
    [`${oneFolder}permissions: { register: team-a }\n`, 'permissions.register is "team-a".', 'Write everyone, or a list of groups'],
    [`${oneFolder}permissions: { register: [] }\n`, 'permissions.register is an empty list.', 'Write everyone, or a list of groups'],
    [`${oneFolder}  registered: { evry: 5m }\n`, 'catalog.registered.evry is not a known key.', 'Did you mean every?'],
    ['catalog: [', 'switchboard.yaml:1', 'Correct the YAML.'],
    ['catalog:\n  sources: []\n', 'switchboard.yaml:2: catalog.sources is an empty list.', 'Name at least one source.'],
    ['catalog:\n  sources: x\n', 'switchboard.yaml:2: catalog.sources is "x".', 'Write a list'],
    [
      `${oneFolder}      branch: main\n`,
      'switchboard.yaml:5: catalog.sources.0.branch is not a known key.',
      'Only sources of type: git or github have branch.',
    ],
    [`${oneFolder}      visibleTo: team-a\n`, 'switchboard.yaml:5: catalog.sources.0.visibleTo is "team-a".', 'a list of groups'],
    [`${oneFolder}      visibleTo: ['user:bob']\n`, 'catalog.sources.0.visibleTo is a list.', 'a list of groups'],
    [`${oneFolder}      authority: 'yes'\n`, 'catalog.sources.0.authority is "yes".', 'Write true or false'],
    [`${oneFolder}owners:\n`, 'switchboard.yaml:5: owners has no value.', 'or remove the line'],
    [
      `${oneFolder}owners:\n  component:a: { channel: '#a' }\n`,
      'switchboard.yaml:6: owners.component:a is not a group.',
      'group:default/team-a',
    ],
    [
      `${oneFolder}fallback: { channel: '#a' }\n`,
      'switchboard.yaml:5: fallback is not a known key.',
      'may stand here: catalog, owners, slack',
    ],
    [`${oneFolder}  hosts: ['https://github.com']\n`, 'switchboard.yaml:5: catalog.hosts.0.host', 'without https://'],
    [`${oneFolder}  hosts: [{ host: git.corp, tokn: x }]\n`, 'catalog.hosts.0.tokn is not a known key.', 'Did you mean token?'],
    [
      'catalog:\n  sources:\n    - { type: folder, path: a, name: x }\n    - { type: folder, path: b, name: x }\n',
      'switchboard.yaml:4',
      'name of its own',
    ],
  ])('%j is refused with its line', (yaml, message, hint) => {
    const said = refusal({}, yaml);
    expect(said.message).toContain(message);
    expect(said.hint).toContain(hint);
  });

  test('a token that stands in the file is not shown when something near it, or its form, is wrong', () => {
    const entries = [
      '{ host: git.corp, token: sesame, private: yes }',
      '{ token: sesame }',
      '[{ token: sesame }]',
      '{ host: git.corp, token: [sesame] }',
    ];
    for (const entry of entries) {
      const said = refusal({}, `${oneFolder}  hosts:\n    - ${entry}\n`);
      expect(said.message).toContain('catalog.hosts.0');
      expect(said.message).not.toContain('sesame');
    }
    expect(refusal({}, 'catalog:\n  sources:\n    - { type: git, url: x, token: 4711 }\n').message).not.toContain('4711');
  });

  test('a secret that was put in by a variable is not shown when it does not fit', () => {
    const said = refusal({ BAD: 'sesame street' }, 'catalog:\n  sources:\n    - type: git\n      url: x\n      name: ${BAD}\n');
    expect(said.message).toContain('${BAD}');
    expect(said.message).not.toContain('sesame');
  });
});
