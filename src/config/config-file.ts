import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import type { CatalogConfig, NoticesConfig } from '#core/catalog-config.ts';
import { UserError } from '#core/user-error.ts';
import { buildCatalogConfig } from './build-catalog-config.ts';
import type { GitHubEnvironment } from './environment.ts';
import { type ConfigFault, explainIssue } from './explain-issue.ts';
import { SwitchboardYaml } from './switchboard-yaml.ts';
import { substitute } from './substitute.ts';

export interface ConfigFile {
  catalog: CatalogConfig;
  commands: ReadonlyMap<string, string>;
  answered: ReadonlySet<'guest' | 'external'>;
  /** Domains whose links become cards. */
  unfurl: readonly string[];
  permissions: Permissions;
  notices: NoticesConfig;
}

/** Who may do what reading does not need: groups, of which somebody is a member by an authority source. */
export interface Permissions {
  admin: readonly string[];
  /** Absent: nobody. */
  register?: 'everyone' | readonly string[];
  /** Who may page whoever is on call. Absent: nobody. */
  page?: 'everyone' | readonly string[];
}

/** Reads switchboard.yaml. Throws UserError with file, line, what is wrong and the fix; the first three at most. */
export function readConfigFile(
  path: string,
  { variables, github }: { variables: Record<string, string | undefined>; github: GitHubEnvironment },
): ConfigFile {
  const text = readText(path);
  const raw = parseYaml(path, text);
  const fail = (key: readonly PropertyKey[], message: string, fix: string) => failure(path, text, [{ path: key, message, fix }]);
  const parsed = SwitchboardYaml.safeParse(substitute(raw, variables, fail) ?? {});
  if (!parsed.success)
    throw failure(
      path,
      text,
      parsed.error.issues.flatMap((issue: z.core.$ZodIssue) => explainIssue(issue, raw)),
    );
  const catalog = buildCatalogConfig(parsed.data, { base: dirname(path), github }, fail);
  const commands = new Map(Object.entries(parsed.data.slack.commands).map(([from, to]) => [slashed(from), slashed(to)]));
  const { guests, otherOrganisations, unfurl } = parsed.data.slack;
  const answered = new Set<'guest' | 'external'>();
  if (guests === 'answer') answered.add('guest');
  if (otherOrganisations === 'answer') answered.add('external');
  const { permissions, notices } = parsed.data;
  const { admin, register, page } = permissions;
  const may = { admin, ...(register !== undefined && { register }), ...(page !== undefined && { page }) };
  return { catalog, commands, answered, unfurl, permissions: may, notices };
}

function failure(path: string, text: string, faults: ConfigFault[]): UserError {
  const name = basename(path);
  const said = faults.slice(0, 3).map((f) => `${name}:${lineOf(text, f.path)}: ${f.path.map(String).join('.') || 'the file'} ${f.message}`);
  const more = faults.length > 3 ? [`and ${faults.length - 3} more`] : [];
  return new UserError('config-file', [...said, ...more].join('\n'), [...new Set(faults.slice(0, 3).map((f) => f.fix))].join(' '));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      'config-file',
      `SWITCHBOARD_CONFIG ${path} cannot be read.`,
      'Name a readable file, or unset it to use the example organisation.',
      { cause },
    );
  }
}

function parseYaml(path: string, text: string): unknown {
  try {
    return text.trim() === '' ? {} : load(text);
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
    const reason = error instanceof YAMLException ? error.reason : 'it is not YAML';
    throw new UserError('config-file', `${basename(path)}:${line}: ${reason}.`, 'Correct the YAML.', { cause: error });
  }
}

function slashed(command: string): string {
  return command.startsWith('/') ? command : `/${command}`;
}

/**
 * The line on which the last key of the path stands: keys are looked for one after the other, list items by their
 * dashes at the next deeper indent. Good for hand-written block YAML, which is what configuration files are; falls
 * back to the last line that was found.
 */
function lineOf(text: string, path: readonly PropertyKey[]): number {
  const lines = text.split('\n');
  let at = -1;
  let indent = -1;
  for (const key of path) {
    const next = typeof key === 'number' ? findItem(lines, at + 1, key) : findKey(lines, at === -1 ? 0 : at, String(key), indent);
    if (next === -1) break;
    at = next;
    indent = lines[at]?.search(/[^\s-]/) ?? indent;
  }
  return Math.max(at, 0) + 1;
}

function findKey(lines: string[], from: number, key: string, indent: number): number {
  const escaped = key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(^|[\\s{,-])["']?${escaped}["']?\\s*:`);
  return lines.findIndex((line, i) => i >= from && pattern.test(line) && (line.search(/[^\s-]/) >= indent || i === from));
}

function findItem(lines: string[], from: number, index: number): number {
  const first = lines.findIndex((line, i) => i >= from && /^\s*-/.test(line));
  if (first === -1) return -1;
  const dash = lines[first]?.indexOf('-') ?? 0;
  const items = lines.flatMap((line, i) => (i >= first && line.indexOf('-') === dash && line.trimStart().startsWith('-') ? [i] : []));
  return items[index] ?? -1;
}
