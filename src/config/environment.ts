import { resolve } from 'node:path';
import { z } from 'zod';
import type { GitHubAuth } from '#core/catalog-config.ts';
import { UserError } from '#core/user-error.ts';

const text = z.string().trim().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const host = text.regex(/^[\w.:-]+$/);
const httpUrl = z.url({ protocol: /^https?$/ });
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).refine((url) => !/%(?![\da-f]{2})/i.test(url));

/** Each variable: how it is checked, what to say when it does not fit, and whether nobody may read it. */
const rules = {
  PORT: { check: port, fix: 'Give a port between 0 and 65535, such as 3000.' },
  HOST: { check: host, fix: 'Give an address to listen on, such as 127.0.0.1 or 0.0.0.0.' },
  DATABASE_URL: {
    check: databaseUrl,
    fix: 'Give postgres://user:password@host:5432/database, with %25 for a % in the password, or unset it to use the embedded database.',
  },
  DATA_DIR: { check: text, fix: 'Give a folder that this user may write to.' },
  SWITCHBOARD_CONFIG: { check: text, fix: 'Give the path of a switchboard.yaml.' },
  SWITCHBOARD_SECRET: {
    check: text.min(16),
    fix: 'Give at least 16 random characters, for example from `openssl rand -hex 32`.',
    secret: true,
  },
  ROLE: { check: z.enum(['all', 'answer', 'work']), fix: 'Use all, answer or work.' },
  SLACK_BOT_TOKEN: {
    check: text.regex(/^xox[be]/),
    fix: 'Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions of your Slack app.',
    secret: true,
  },
  SLACK_SIGNING_SECRET: { check: text.min(8), fix: 'Copy the Signing Secret from Basic Information of your Slack app.', secret: true },
  SLACK_APP_TOKEN: {
    check: text.regex(/^xapp-/),
    fix: 'Copy an app-level token (xapp-…) from Basic Information of your Slack app.',
    secret: true,
  },
  SLACK_API_URL: { check: httpUrl, fix: 'Give an http(s) URL such as https://slack.com/api/, or unset it.' },
  GITHUB_WEBHOOK_SECRET: { check: text.min(8), fix: 'Copy the secret of the webhook, at least 8 characters, or unset it.', secret: true },
  GITHUB_TOKEN: { check: text, fix: 'Give a token of GitHub that may read the organisation, or unset it.', secret: true },
  GITHUB_APP_ID: { check: text.regex(/^\w+$/), fix: 'Copy the App ID (or Client ID) from the settings of your GitHub App.' },
  GITHUB_APP_PRIVATE_KEY: {
    check: text.regex(/PRIVATE KEY/).transform((key) => key.replaceAll('\\n', '\n')),
    fix: 'Give the private key of your GitHub App: the whole text of the .pem file, line ends may be written as \\n.',
    secret: true,
  },
  GITHUB_API_URL: { check: httpUrl, fix: 'Give https://api.github.com, or https://<host>/api/v3 for an Enterprise Server.' },
  PAGERDUTY_TOKEN: { check: text.regex(/^[\x21-\x7e]+$/), fix: 'Give an API key of PagerDuty, or unset it.', secret: true },
  PAGERDUTY_API_URL: { check: httpUrl, fix: 'Give https://api.pagerduty.com, or https://api.eu.pagerduty.com for the service region EU.' },
  PAGERDUTY_FROM: { check: z.email(), fix: 'Give the e-mail address of a user of PagerDuty, or unset it.' },
  METRICS_PORT: { check: port, fix: 'Give a port between 0 and 65535, such as 9464, or unset it to count nothing.' },
  METRICS_HOST: { check: host, fix: 'Give an address to listen on, such as 127.0.0.1 or 0.0.0.0.' },
  DATABASE_POOL_SIZE: { check: z.coerce.number().int().min(2).max(100), fix: 'Give a number from 2 to 100, such as 10.' },
  LOG_LEVEL: { check: z.enum(['silent', 'error', 'warn', 'info', 'debug']), fix: 'Use silent, error, warn, info or debug.' },
} as const;

type Name = keyof typeof rules;
type Values = { [K in Name]: z.infer<(typeof rules)[K]['check']> | undefined };

/** The environment variables, checked; see `.env.example` for what each does. */
export interface Environment {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  /** Connections that statements and jobs share; one more listens. */
  poolSize: number;
  /** Where `/metrics` is served; undefined: nowhere, and nothing is counted. */
  metrics: { port: number; host: string } | undefined;
  /** Absolute. */
  dataDir: string;
  /** Absolute; undefined when not given. */
  configFile: string | undefined;
  secret: string | undefined;
  /** The values of all that nobody may read; of DATABASE_URL the password. */
  secrets: readonly string[];
  role: 'all' | 'answer' | 'work';
  slack: { botToken: string; apiUrl: string | undefined; transport: SlackTransport } | undefined;
  /** For sources of type github that do not say otherwise. */
  github: GitHubEnvironment;
  /** Undefined: nobody asks PagerDuty for anything. */
  pagerDuty: PagerDutyEnvironment | undefined;
  /** An app-level token is set. */
  socketMode: boolean;
  /** Undefined: no webhooks are taken. */
  githubWebhookSecret: string | undefined;
  /** Default: info with Slack, warn without, where somebody sits at the terminal. */
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface PagerDutyEnvironment {
  token: string;
  /** Without a slash at the end. */
  apiUrl: string;
  /** In whose name it is asked to page where it does not know whoever presses. */
  from: string | undefined;
}

export interface GitHubEnvironment {
  /** Without a slash at the end. */
  apiUrl: string;
  auth: GitHubAuth | undefined;
}

/** An app-level token means Socket Mode: we connect to Slack, and Slack sends nothing over HTTP any more. */
type SlackTransport = { mode: 'http'; signingSecret: string } | { mode: 'socket'; appToken: string };

export const Environment = {
  /** An empty value counts as unset, as compose files leave them. Throws UserError for the first wrong variable. */
  read(variables: Record<string, string | undefined>, cwd: string): Environment {
    const v = Object.fromEntries(Object.keys(rules).map((name) => [name, one(name as Name, variables[name])])) as Values;
    const slack = readSlack(v);
    const role = v.ROLE ?? 'all';
    if (v.DATABASE_URL && !v.SWITCHBOARD_SECRET)
      throw wrong('SWITCHBOARD_SECRET', 'is missing although DATABASE_URL is set', rules.SWITCHBOARD_SECRET.fix);
    if (role !== 'all' && !v.DATABASE_URL) {
      throw wrong('ROLE', `is ${role}, but the embedded database belongs to one process`, 'Set DATABASE_URL to a Postgres, or ROLE=all.');
    }
    return {
      port: v.PORT ?? 3000,
      // Over a socket nobody needs to reach us.
      host: v.HOST ?? (slack?.transport.mode === 'http' ? '0.0.0.0' : '127.0.0.1'),
      databaseUrl: v.DATABASE_URL,
      poolSize: v.DATABASE_POOL_SIZE ?? 10,
      metrics: v.METRICS_PORT === undefined ? undefined : { port: v.METRICS_PORT, host: v.METRICS_HOST ?? '127.0.0.1' },
      dataDir: resolve(cwd, v.DATA_DIR ?? '.data'),
      configFile: v.SWITCHBOARD_CONFIG && resolve(cwd, v.SWITCHBOARD_CONFIG),
      secret: v.SWITCHBOARD_SECRET,
      secrets: secretsIn(v),
      role,
      slack,
      github: readGitHub(v),
      pagerDuty: readPagerDuty(v),
      socketMode: v.SLACK_APP_TOKEN !== undefined,
      githubWebhookSecret: v.GITHUB_WEBHOOK_SECRET,
      logLevel: v.LOG_LEVEL ?? (slack ? 'info' : 'warn'),
    };
  },
};

function secretsIn(v: Values): string[] {
  const named = (Object.keys(rules) as Name[]).filter((name) => 'secret' in rules[name]);
  const password = v.DATABASE_URL === undefined ? '' : decodeURIComponent(new URL(v.DATABASE_URL).password);
  return [...named.map((name) => v[name]), password].filter((value): value is string => typeof value === 'string' && value !== '');
}

function one(name: Name, value: string | undefined): unknown {
  if (value === undefined || value.trim() === '') return undefined;
  const parsed = rules[name].check.safeParse(value.trim());
  if (parsed.success) return parsed.data;
  // The value may be a secret, so it is never repeated.
  throw wrong(name, 'has a value that does not fit', rules[name].fix);
}

function readSlack(v: Values): Environment['slack'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl } = v;
  const given = (['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const).find((name) => v[name]);
  if (!botToken) {
    if (given) throw wrong('SLACK_BOT_TOKEN', `is missing although ${given} is set`, rules.SLACK_BOT_TOKEN.fix);
    return undefined;
  }
  if (apiUrl && new URL(apiUrl).protocol === 'http:' && !isLoopback(apiUrl)) {
    throw wrong('SLACK_API_URL', 'sends the bot token unencrypted', 'Use https, or http on this machine only.');
  }
  return { botToken, apiUrl, transport: readTransport(v) };
}

function readTransport(v: Values): SlackTransport {
  if (v.SLACK_APP_TOKEN) return { mode: 'socket', appToken: v.SLACK_APP_TOKEN };
  if (v.SLACK_SIGNING_SECRET) return { mode: 'http', signingSecret: v.SLACK_SIGNING_SECRET };
  const fix = 'For Socket Mode set SLACK_APP_TOKEN (xapp-…), for requests over HTTP SLACK_SIGNING_SECRET; both are in Basic Information.';
  throw wrong('SLACK_APP_TOKEN', 'and SLACK_SIGNING_SECRET are both missing although SLACK_BOT_TOKEN is set', fix);
}

/** An App is set up on purpose; a token may be in the environment for something else, so it comes second. */
function readGitHub({
  GITHUB_API_URL,
  GITHUB_TOKEN: token,
  GITHUB_APP_ID: appId,
  GITHUB_APP_PRIVATE_KEY: privateKey,
}: Values): GitHubEnvironment {
  const apiUrl = (GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/, '');
  if (new URL(apiUrl).protocol === 'http:' && !isLoopback(apiUrl))
    throw wrong('GITHUB_API_URL', 'sends credentials unencrypted', 'Use https, or http on this machine only.');
  if (appId && privateKey) return { apiUrl, auth: { appId, privateKey } };
  if (appId) throw wrong('GITHUB_APP_PRIVATE_KEY', 'is missing although GITHUB_APP_ID is set', rules.GITHUB_APP_PRIVATE_KEY.fix);
  if (privateKey) throw wrong('GITHUB_APP_ID', 'is missing although GITHUB_APP_PRIVATE_KEY is set', rules.GITHUB_APP_ID.fix);
  return { apiUrl, auth: token ? { token } : undefined };
}

function readPagerDuty({ PAGERDUTY_TOKEN: token, PAGERDUTY_API_URL, PAGERDUTY_FROM: from }: Values): Environment['pagerDuty'] {
  const apiUrl = (PAGERDUTY_API_URL ?? 'https://api.pagerduty.com').replace(/\/+$/, '');
  if (new URL(apiUrl).protocol === 'http:' && !isLoopback(apiUrl))
    throw wrong('PAGERDUTY_API_URL', 'sends the token unencrypted', 'Use https, or http on this machine only.');
  return token === undefined ? undefined : { token, apiUrl, from };
}

export function isLoopback(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function wrong(name: Name, what: string, fix: string): UserError {
  return new UserError('config-environment', `${name} ${what}.`, fix);
}
