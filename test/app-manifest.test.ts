import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildManifest, placeholderUrl } from '#app/build-manifest.ts';
import { createDefinitions } from '#app/create-definitions.ts';
import { scopes, scopesFor } from '#app/scopes.ts';
import { buildRoutes } from '#slack/routes.ts';
import { commandNames } from '../src/config/switchboard-yaml.ts';
import { runProduct } from '../bench/product.ts';
import { configFile, ownFolder } from './support/product.ts';

const root = join(import.meta.dirname, '..');
const definitionsFor = (commands: ReadonlyMap<string, string>) =>
  createDefinitions({ catalog: { owners: new Map(), fallback: {} }, commands });
const definitions = definitionsFor(new Map());
const byDefault = buildManifest({ definitions, commands: new Map(), socketMode: false, requestUrl: placeholderUrl });

test('app-manifest.json is what the code says, so what it offers is answered', () => {
  expect(JSON.parse(readFileSync(join(root, 'app-manifest.json'), 'utf8'))).toEqual(byDefault);
  expect(() => buildRoutes(definitions, {})).not.toThrow();
  expect(byDefault.features.slash_commands.map(({ command }) => command)).toEqual(commandNames);
  expect(byDefault.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
  expect(byDefault.features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
    ['message', 'catalog.who-owns-this'],
    ['global', 'catalog.find-owner'],
  ]);
  expect(byDefault.settings.event_subscriptions.bot_events).toEqual(['app_home_opened', 'app_mention', 'message.im']);
  expect(byDefault.features.app_home.home_tab_enabled).toBe(true);
});

test('everything goes to one address', () => {
  const urls = JSON.stringify(byDefault).match(/https:\/\/[^"]+/g);
  expect([...new Set(urls)]).toEqual(['https://switchboard.example.com/slack/events']);
});

test('Slack takes its texts: none is too long, or too short', () => {
  const { display_information: shown, features } = byDefault;
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description.length).toBeLessThanOrEqual(140);
  expect(shown.long_description.length).toBeGreaterThanOrEqual(174);
  expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  expect(features.slash_commands.length).toBeLessThanOrEqual(50);
  for (const { command, description, usage_hint } of features.slash_commands) {
    expect(command.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(2000);
    expect(usage_hint.length).toBeLessThanOrEqual(1000);
  }
  expect(features.shortcuts.length).toBeLessThanOrEqual(10);
  for (const { name, description, callback_id } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
    expect(callback_id.length).toBeLessThanOrEqual(255);
  }
});

/** What Slack's reference wants for each method that is called and each event (https://docs.slack.dev/reference). */
const scopesOf: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  // Only with slack.unfurl, see below.
  'chat.unfurl': [],
  'chat.update': ['chat:write'],
  // In direct messages, and nowhere else unless somebody adds what README names.
  'conversations.history': ['im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
};

test('it asks for what it calls, and for nothing else', () => {
  const folder = join(root, 'src/slack');
  const code = globSync('*.ts', { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
  const methods = [...code.matchAll(/'((?:auth|chat|conversations|files|usergroups|users|views)\.[a-zA-Z.]+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const used = [...methods, ...byDefault.settings.event_subscriptions.bot_events];
  expect(used.filter((method) => !(method in scopesOf))).toEqual([]);
  const needed = new Set(['commands', ...used.flatMap((method) => scopesOf[method] ?? [])]);
  expect(byDefault.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
  expect(scopesFor([]).map(({ scope }) => scope)).not.toContain('im:history');
});

test('README gives each scope with its reason', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z_.:]+:[a-z.]+|commands)` \| (.+?) \|$/gm)].map((match) => [match[1], match[2]]);
  expect(rows).toEqual(scopes.map(({ scope, reason, optional }) => [scope, `${optional ? '*Optional.* ' : ''}${reason}`]));
});

test('links become cards only on domains that somebody named', () => {
  const unfurl = ['wiki.acme.example', 'grafana.acme.example'];
  const named = createDefinitions({ catalog: { owners: new Map(), fallback: {} }, commands: new Map(), unfurl });
  const manifest = buildManifest({ definitions: named, commands: new Map(), socketMode: false, requestUrl: placeholderUrl });
  expect(manifest.features).toMatchObject({ unfurl_domains: unfurl });
  expect(manifest.settings.event_subscriptions.bot_events).toContain('link_shared');
  expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(['links:read', 'links:write']));
  expect(JSON.stringify(byDefault)).not.toMatch(/unfurl|links:|link_shared/);
});

test('a configuration has its own manifest: other names, other address, no address at all', async () => {
  const SWITCHBOARD_CONFIG = configFile(
    'catalog:\n  sources:\n    - { type: folder, path: . }\nslack:\n  commands: { /whoowns: /owner, catalog: ask }\n',
  );
  const variables = { SWITCHBOARD_CONFIG, DATA_DIR: ownFolder() };
  const print = async (more: Record<string, string>, ...args: string[]) =>
    JSON.parse(await runProduct(['manifest', ...args], { ...variables, ...more })) as typeof byDefault;
  const renamed = await print({}, '--url', 'https://bot.acme.test');
  expect(renamed.features.slash_commands.map(({ command }) => command)).toEqual(['/owner', '/deps', '/ask']);
  expect(JSON.stringify(renamed)).toContain('https://bot.acme.test/slack/events');
  expect(JSON.stringify(renamed)).not.toContain('example.com');
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_APP_TOKEN: 'xapp-1' };
  for (const socket of [await print(tokens), await print({}, '--socket-mode')]) {
    expect(socket.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(socket)).not.toContain('https://');
  }
  await expect(runProduct(['manifest', '--url', 'http://bot.acme.test'], variables)).rejects.toThrow('https addresses only');
});
