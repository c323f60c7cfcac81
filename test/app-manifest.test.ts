import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogDefinitions } from '#catalog/slack/definitions.ts';

interface AppManifest {
  display_information: { name: string; description: string; long_description: string };
  features: { bot_user: { display_name: string }; slash_commands: SlashCommand[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: { interactivity: { request_url: string } };
}

interface SlashCommand {
  command: string;
  url: string;
  description: string;
  usage_hint: string;
  should_escape: boolean;
}

const {
  display_information: shown,
  features,
  oauth_config,
  settings,
} = JSON.parse(readFileSync(join(import.meta.dirname, '../app-manifest.json'), 'utf8')) as AppManifest;

test('the app offers exactly the commands that are answered, and mentions arrive as ids', () => {
  const definitions = catalogDefinitions({ config: { owners: new Map(), fallback: {} }, sections: [], command: '/whoowns' });
  const answered = definitions.flatMap((definition) => (definition.type === 'command' ? [[definition.command, definition.usage]] : []));
  expect(features.slash_commands.map(({ command, usage_hint }) => [command, usage_hint])).toEqual(answered);
  expect(features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
});

test('everything goes to one address', () => {
  const urls = [settings.interactivity.request_url, ...features.slash_commands.map(({ url }) => url)];
  expect([...new Set(urls)]).toEqual(['https://switchboard.example.com/slack/events']);
});

test('Slack takes its texts: none is too long, or too short', () => {
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description.length).toBeLessThanOrEqual(140);
  expect(shown.long_description.length).toBeGreaterThanOrEqual(174);
  expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  for (const { command, description, usage_hint } of features.slash_commands) {
    expect(command.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(2000);
    expect(usage_hint.length).toBeLessThanOrEqual(1000);
  }
});

/** What Slack's reference wants for each method that is called (https://docs.slack.dev/reference/methods). */
const scopesOf: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
};

test('it asks for what it calls, and for nothing else', () => {
  const root = join(import.meta.dirname, '../src/slack');
  const code = globSync('*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('');
  const methods = [...code.matchAll(/'((?:auth|chat|conversations|files|usergroups|users|views)\.[a-zA-Z.]+)'/g)].map(
    (match) => match[1] ?? '',
  );
  expect(methods.filter((method) => !(method in scopesOf))).toEqual([]);
  const needed = new Set(['commands', ...methods.flatMap((method) => scopesOf[method] ?? [])]);
  expect(oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
});
