import { SourceUnavailable } from '#core/descriptor.ts';
import { explainFailure } from './explain-failure.ts';
import type { GitLimits } from './git-limits.ts';
import type { Remote } from './remote.ts';
import { runGit } from './run-git.ts';

export interface Head {
  commit: string;
  /** The branch, tag or commit that was asked for, or the default branch; null when the remote's HEAD is a commit of no branch. */
  branch: string | null;
  /** What to fetch: a full name, or the id of a commit. */
  ref: string;
}

export interface AskOptions {
  /** A branch, a tag, or the whole id of a commit; undefined: the default branch. */
  branch: string | undefined;
  servingConfig: string | undefined;
  limits: GitLimits;
  signal: AbortSignal;
}

/**
 * Asks the remote for the head of a branch, for a tag's commit, or for the head of its default branch: one question, no
 * clone. A branch goes before a tag of the same name. A commit is its own answer. Throws `SourceUnavailable`.
 */
export async function askHead(remote: Remote, options: AskOptions): Promise<Head> {
  const { branch } = options;
  if (branch === undefined) return askDefault(remote, options);
  if (isObjectId(branch)) return { commit: branch, branch, ref: branch };
  if (!isBranchName(branch)) {
    throw new SourceUnavailable('not-found', `${quote(branch)} cannot be the name of a branch or tag.`, 'Name one that exists.');
  }
  const [head, tag] = [`refs/heads/${branch}`, `refs/tags/${branch}`];
  // An annotated tag is an object of its own; what it leads to is told under the second name.
  const { commits } = await listRefs(remote, [head, tag, `${tag}^{}`], options);
  for (const [name, ref] of [
    [head, head],
    [`${tag}^{}`, tag],
    [tag, tag],
  ] as const) {
    const commit = commits.get(name);
    if (commit !== undefined) return { commit, branch, ref };
  }
  throw await missing(remote, options);
}

async function askDefault(remote: Remote, options: AskOptions): Promise<Head> {
  const { commits, head } = await listRefs(remote, ['HEAD'], options);
  const commit = commits.get('HEAD');
  if (commit === undefined) throw await missing(remote, options);
  return head === undefined ? { commit, branch: null, ref: 'HEAD' } : { commit, branch: head.replace(/^refs\/heads\//, ''), ref: head };
}

interface Refs {
  commits: Map<string, string>;
  /** What HEAD points to. */
  head: string | undefined;
}

async function listRefs(remote: Remote, patterns: string[], { servingConfig, limits, signal }: AskOptions): Promise<Refs> {
  const args = ['ls-remote', '--symref', '--', remote.url, ...patterns];
  const output = await runGit(args, { remote, servingConfig, signal, timeoutMs: limits.askMs }).catch((error: unknown) => {
    throw explainFailure(error, remote);
  });
  const refs: Refs = { commits: new Map(), head: undefined };
  for (const line of output.toString().split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ') && name === 'HEAD') refs.head = value.slice(5);
    else if (isObjectId(value)) refs.commits.set(name, value);
  }
  return refs;
}

/** Says why there is no head: nothing was ever committed, or the branch has another name. */
async function missing(remote: Remote, options: AskOptions): Promise<SourceUnavailable> {
  const { commits } = await listRefs(remote, ['refs/heads/*'], options);
  const names = [...commits.keys()].map((ref) => ref.replace(/^refs\/heads\//, ''));
  if (names.length === 0) {
    return new SourceUnavailable('empty', `${remote.url} has no commit yet.`, 'Push a first commit.');
  }
  const what = options.branch === undefined ? 'has no default branch' : `has no branch or tag ${quote(options.branch)}`;
  const known = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
  return new SourceUnavailable('not-found', `${remote.url} ${what}.`, `Name one that exists, such as ${known}.`);
}

/** The rules of git-check-ref-format, so that a name is a name and never an option, a pattern or an expression. */
export function isBranchName(name: string): boolean {
  if (name === '' || name === '@' || name.length > 250 || /^[-./]|[./]$|\/\/|\.\.|@\{|\.lock(\/|$)|\/\./.test(name)) return false;
  return !Array.from(name).some((letter) => letter <= ' ' || letter === '\u007f' || '~^:?*[\\'.includes(letter));
}

export const isObjectId = (text: string) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

const quote = (text: string) => `"${text.slice(0, 60)}"`;
