import type { Remote } from './remote.ts';

/** What a git process gets from ours; everything else, tokens of other systems above all, stays out. */
const inherited = [
  'PATH',
  'PATHEXT',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
] as const;

const fixed: Record<string, string> = {
  LC_ALL: 'C',
  // No ~/.netrc, no ~/.gitconfig. ssh finds known_hosts through the account, not through HOME.
  HOME: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oConnectTimeout=10 -oServerAliveInterval=15 -oClearAllForwardings=yes',
};

const always: [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.askPass', ''],
  ['credential.helper', ''],
  ['protocol.version', '2'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  // A clone that a power cut damages is fetched again; waiting for the disk would hold up every look.
  ['core.fsync', 'none'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['http.followRedirects', 'false'],
  // A connection that stands still is given up long before the time limit; a server that only packs for long still
  // sends a sign of life, 5 bytes every 5 s.
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '60'],
];

/**
 * Declares the remote as one that may withhold blobs. Only fetching gets this: a repository that is not declared so
 * says at once that an object is missing, where git would otherwise fetch the objects one by one.
 */
const partial: [string, string][] = [
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialclonefilter', 'blob:none'],
  // What git adds to a pack, the folder that a new version of it was told as a difference to, is read at the next look:
  // with 20,000 names in it, squeezing and unsqueezing would take longer than everything else that is done with it.
  ['core.compression', '0'],
  ['pack.compression', '-1'],
];

/**
 * The whole environment of a git process. `servingConfig` is the configuration file for `file:` remotes, whose serving
 * side runs on this machine and reads no configuration but that of a file.
 */
export function gitEnvironment(remote: Remote | undefined, servingConfig: string | undefined): Record<string, string> {
  const config = [...always, ...(remote ? [...partial, ...remote.config] : [])];
  const env: Record<string, string> = { ...fixed };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  env['GIT_CONFIG_GLOBAL'] = remote?.protocol === 'file' && servingConfig !== undefined ? servingConfig : '/dev/null';
  env['GIT_ALLOW_PROTOCOL'] = remote?.protocol ?? 'none';
  env['GIT_CONFIG_COUNT'] = String(config.length);
  for (const [index, [key, value]] of config.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

/**
 * The operator named the path, so it may be owned by somebody else, and it may leave out what was not asked for. What is
 * sent goes through a pipe of this machine: to squeeze it would cost more than it saves.
 */
export const servingConfigText = `[safe]
	directory = *
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[core]
	compression = 0
[pack]
	compression = 0
	window = 0
	threads = 1
`;
