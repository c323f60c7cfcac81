import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type Files, type GitRepository, gitRepository } from '../git-repository.ts';

export interface FileThere {
  bytes: Buffer;
  link: boolean;
  blob: string;
}

export interface RepositoryOptions {
  files?: Files;
  owner?: string;
  topics?: string[];
  archived?: boolean;
  fork?: boolean;
  visibility?: 'public' | 'private' | 'internal';
  /** The branch that is the default, and that is pushed to unless told. */
  branch?: string;
  /** A real repository stands behind it, which git can read at its address. Without it thousands cost nothing. */
  git?: boolean;
}

export interface WorldPull {
  number: number;
  branch: string;
  base: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged: boolean;
  teams: string[];
}

/** A repository of the test's GitHub. What is plain state can be set. */
export interface WorldRepository {
  readonly id: string;
  owner: string;
  name: string;
  /** `owner/name` of before, which still lead here. */
  formerly: string[];
  topics: string[];
  archived: boolean;
  fork: boolean;
  visibility: 'public' | 'private' | 'internal';
  defaultBranch: string;
  /** Branch → commit. */
  branches: Map<string, string>;
  pulls: WorldPull[];
  /** Slugs of teams that may review. */
  reviewers: Set<string>;
  /** Nobody may push, whatever the token says. */
  protected: boolean;
  /** What is answered instead, to what begins like this: `PUT contents/`. */
  trouble: { at: string; status: number; message: string } | undefined;
  /** Commit → what is there. */
  commits: Map<string, Map<string, FileThere>>;
  /** What a commit was made on, and what it is called. */
  made: Map<string, { parent: string | undefined; message: string }>;
  /** Writes files, or takes away those that are null; gives the commit. */
  push(files: Files, branch?: string, message?: string): string;
  /** Puts the files of a pull request's branch on its base. */
  merge(pull: WorldPull): void;
  rename(name: string): void;
  transfer(owner: string): void;
}

/** `folder` holds what git serves, as `owner/name`. */
export function createRepository(
  id: string,
  name: string,
  { folder, ...options }: RepositoryOptions & { folder: string },
): WorldRepository {
  const git = options.git === true ? new GitTwin(folder) : undefined;
  const repository: WorldRepository = {
    id,
    name,
    owner: options.owner ?? 'acme',
    formerly: [],
    topics: options.topics ?? [],
    archived: options.archived ?? false,
    fork: options.fork ?? false,
    visibility: options.visibility ?? 'private',
    defaultBranch: options.branch ?? 'main',
    branches: new Map(),
    pulls: [],
    reviewers: new Set(),
    protected: false,
    trouble: undefined,
    commits: new Map(),
    made: new Map(),
    push(files, branch = repository.defaultBranch, message = 'change') {
      const before = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
      const there = new Map(before === undefined ? [] : repository.commits.get(before));
      for (const [at, content] of Object.entries(files)) {
        if (content === null) there.delete(at);
        else there.set(at, fileThere(content));
      }
      const commit = git?.commit(fullName(repository), branch, files) ?? invented(repository);
      repository.branches.set(branch, commit);
      repository.commits.set(commit, there);
      repository.made.set(commit, { parent: before, message });
      return commit;
    },
    merge(pull) {
      const there = repository.commits.get(repository.branches.get(pull.branch) ?? '') ?? new Map<string, FileThere>();
      repository.push(Object.fromEntries([...there].map(([at, { bytes }]) => [at, bytes])), pull.base);
      Object.assign(pull, { state: 'closed', merged: true });
    },
    rename: (next) => move(repository.owner, next),
    transfer: (next) => move(next, repository.name),
  };
  function move(owner: string, next: string): void {
    const before = fullName(repository);
    repository.formerly.push(before);
    Object.assign(repository, { owner, name: next });
    git?.move(before, fullName(repository));
  }
  if (options.files) repository.push(options.files);
  return repository;
}

export const fullName = ({ owner, name }: Pick<WorldRepository, 'owner' | 'name'>): string => `${owner}/${name}`;

function fileThere(content: string | Buffer | { link: string }): FileThere {
  const link = typeof content === 'object' && 'link' in content;
  const bytes = Buffer.from(link ? content.link : content);
  return { bytes, link, blob: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') };
}

const invented = ({ id, commits }: WorldRepository): string => createHash('sha1').update(`${id} ${commits.size}`).digest('hex');

/** The same files in a real repository, so that git and the API tell the same. */
class GitTwin {
  readonly #folder: string;
  #repository: GitRepository | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  commit(name: string, branch: string, files: Files): string {
    this.#repository ??= this.#make(name);
    const repository = this.#repository;
    const git = (...args: string[]) => repository.git(...args);
    if (git('symbolic-ref', '--short', 'HEAD') !== branch) {
      const known = git('branch', '--list', branch) !== '';
      const empty = git('branch', '--list') === '';
      git('checkout', '--quiet', ...(known ? [] : [empty ? '--orphan' : '-b']), branch);
    }
    return repository.commit(files);
  }

  move(before: string, after: string): void {
    const from = path.join(this.#folder, before);
    const to = path.join(this.#folder, after);
    mkdirSync(path.dirname(to), { recursive: true });
    renameSync(from, to);
    rmSync(`${from}.git`);
    symlinkSync(to, `${to}.git`);
    this.#repository = gitRepository(to);
  }

  #make(name: string): GitRepository {
    const at = path.join(this.#folder, name);
    mkdirSync(at, { recursive: true });
    symlinkSync(at, `${at}.git`);
    return gitRepository(at);
  }
}
