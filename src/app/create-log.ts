import { pino } from 'pino';
import type { GitHubAuth } from '#core/catalog-config.ts';
import type { Log } from '#core/log.ts';
import { requestId } from '#core/request-id.ts';
import type { Config } from '../config.ts';

/** JSON lines on standard error, without any of the secrets that the configuration holds. */
export function createLog({ env, secret, catalog }: Pick<Config, 'env' | 'secret' | 'catalog'>): Log {
  const secrets = [
    secret,
    ...env.secrets,
    ...catalog.hosts.map((host) => host.token),
    ...catalog.sources.flatMap((source) =>
      source.type === 'git' || source.type === 'backstage' ? [source.token] : source.type === 'github' ? secretsOf(source.auth) : [],
    ),
  ].filter((value): value is string => value !== undefined && value.length >= 4);
  const write = (line: string) => process.stderr.write(withoutSecrets(line, secrets));
  return pino({ level: env.logLevel, base: { pid: process.pid }, mixin: ids }, { write });
}

/** What ties the lines of one request together. */
function ids(): object {
  const id = requestId();
  return id === undefined ? {} : { requestId: id };
}

const secretsOf = (auth: GitHubAuth) => ['token' in auth ? auth.token : auth.privateKey];

/** The text with every secret replaced, in the form that JSON gives it too. */
export function withoutSecrets(line: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]);
  return [...new Set(forms)].reduce((text, value) => text.replaceAll(value, '[secret]'), line);
}
