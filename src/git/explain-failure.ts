import { SourceUnavailable } from '#core/descriptor.ts';
import { GitFailed } from './run-git.ts';
import type { Remote } from './remote.ts';

type Rule = [pattern: RegExp, code: SourceUnavailable['code'], what: string, fix: string];

const access = 'Check the token (catalog.sources[].token or catalog.hosts) or the ssh key, and that it may read this repository.';

/** Git's words (LC_ALL=C), in the order in which they are looked for. */
const rules: Rule[] = [
  [/Host key verification failed/i, 'refused', 'does not have a known ssh host key', "Add the host's key to known_hosts of this account."],
  [
    /requested URL returned error: 3\d\d|unable to update url base from redirection/i,
    'refused',
    'answers with a redirect, which is not followed',
    'Write the address it redirects to.',
  ],
  [
    /returned error: 40[13]|Authentication failed|could not read (Username|Password)|Permission denied|invalid credentials|terminal prompts disabled|access denied/i,
    'refused',
    'refused access',
    access,
  ],
  [/not our ref|unadvertised object/i, 'not-found', 'does not have that commit', 'Name a commit that its branches or tags contain.'],
  [/couldn't find remote ref/i, 'not-found', 'does not have the branch any more', 'Name a branch that exists, or leave branch out.'],
  [
    /returned error: 404|repository .*not found|not found: did you run|not valid: is this a git repository|does not appear to be a git repository|no such file or directory|project you were looking for could not be found/i,
    'not-found',
    'was not found',
    'Check the address; private repositories also answer like this when the credentials are missing.',
  ],
  [/Operation too slow|timed? ?out/i, 'timeout', 'did not answer in time', 'Check the network; the next look tries again.'],
  [
    /Could not resolve (host|hostname|proxy)|Name or service not known/i,
    'unreachable',
    'has a host name that cannot be resolved',
    'Check the host name and the name server.',
  ],
  [/SSL|TLS|certificate/i, 'unreachable', 'has a certificate that is not trusted', 'Set caFile for the host in catalog.hosts.'],
  [
    /Failed to connect|Couldn't connect|Connection (refused|reset|closed)|unreachable|no route to host|early EOF|hung up unexpectedly|returned error: 5\d\d|Empty reply/i,
    'unreachable',
    'cannot be reached',
    'Check the network and the host; the next look tries again.',
  ],
];

/** Turns a failed git command that talked to a remote into what an operator can act on; others are passed through. */
export function explainFailure(error: unknown, remote: Remote): unknown {
  if (!(error instanceof GitFailed)) return error;
  const cause = { cause: error };
  if (error.reason === 'timeout') {
    return new SourceUnavailable(
      'timeout',
      `${remote.url} did not answer in time.`,
      'Check the network; the next look tries again.',
      cause,
    );
  }
  if (error.reason === 'too-large') {
    return new SourceUnavailable('too-large', `${remote.url} is larger than is taken.`, 'Name a smaller repository.', cause);
  }
  if (error.reason === 'not-started') {
    return new SourceUnavailable('failed', 'git cannot be started.', 'Install git 2.37 or newer.', cause);
  }
  const rule = rules.find(([pattern]) => pattern.test(error.message));
  if (rule) return new SourceUnavailable(rule[1], `${remote.url} ${rule[2]}.`, rule[3], cause);
  const words = error.message.split('\n').find((line) => line.startsWith('fatal:')) ?? error.message;
  return new SourceUnavailable(
    'failed',
    `${remote.url} could not be read: ${words.slice(0, 200)}`,
    'Look into the log for all that git said.',
    cause,
  );
}
