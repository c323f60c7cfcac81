import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  authorityKinds,
  type CatalogConfig,
  defaultBounds,
  defaultRegistered,
  modelKinds,
  type NoticesConfig,
} from '#core/catalog-config.ts';
import { type Permissions, readConfigFile } from './config/config-file.ts';
import { Environment } from './config/environment.ts';
import { readSecret } from './config/secret.ts';

/** Everything that the operator decides, parsed once; nobody else reads `process.env`. */
export interface Config {
  env: Environment;
  /** Path of the configuration file; undefined: the example organisation. */
  file: string | undefined;
  catalog: CatalogConfig;
  /** Default command → the command as installed, both with their slash. */
  commands: ReadonlyMap<string, string>;
  /** Who besides members of the workspace is answered. */
  answered: ReadonlySet<'guest' | 'external'>;
  /** Domains whose links become cards. */
  unfurl: readonly string[];
  permissions: Permissions;
  notices: NoticesConfig;
  /** Authenticates what is written to `DATA_DIR`. */
  secret: string;
}

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Reads environment and configuration file. Throws UserError that names the variable, or file and line, what is wrong
 * and the fix. Creates `DATA_DIR` with a generated secret (0600) when nothing is configured.
 */
export function readConfig(variables: Record<string, string | undefined> = process.env, cwd = process.cwd()): Config {
  const settings = readSettings(variables, cwd);
  return Object.freeze({ ...settings, secret: settings.env.secret ?? readSecret(settings.env.dataDir) });
}

/** The same without the secret, which may have to be made: writes nothing. */
export function readSettings(variables: Record<string, string | undefined> = process.env, cwd = process.cwd()): Omit<Config, 'secret'> {
  const env = Environment.read(variables, cwd);
  const path = configPath(env, cwd);
  const file = path === undefined ? undefined : readConfigFile(path, { variables, github: env.github });
  return {
    env,
    file: path,
    catalog: file?.catalog ?? exampleCatalog(),
    commands: file?.commands ?? new Map(),
    answered: file?.answered ?? new Set(),
    unfurl: file?.unfurl ?? [],
    permissions: file?.permissions ?? { admin: [] },
    notices: file?.notices ?? { problems: 'daily', at: '10:00', timeZone: 'UTC' },
  };
}

function configPath(env: Environment, cwd: string): string | undefined {
  if (env.configFile !== undefined) return env.configFile;
  const usual = resolve(cwd, 'switchboard.yaml');
  return existsSync(usual) ? usual : undefined;
}

/** The organisation in `manifests/`: trusted as a whole, because it came with the product. */
function exampleCatalog(): CatalogConfig {
  return {
    sources: [
      {
        type: 'folder',
        name: 'example',
        position: 0,
        path: join(projectRoot, 'manifests'),
        paths: ['**/catalog-info.yaml', '**/catalog-info.yml'],
        allow: [...modelKinds, ...authorityKinds],
        authority: true,
        visibleTo: 'everyone',
        everyMs: 5_000,
      },
    ],
    hosts: [],
    fallback: { channel: '#help-platform' },
    owners: new Map(),
    bounds: defaultBounds,
    registered: defaultRegistered,
  };
}
