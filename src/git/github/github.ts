/**
 * What is asked of a GitHub, github.com or an Enterprise Server. Every question throws `SourceUnavailable` when it has
 * no whole answer: what was not said is never taken for gone. An organisation may be a person's account as well.
 */
export interface GitHub {
  /** Every repository that the credentials can see, oldest first, 100 at a time: one request a page. */
  repositories(organization: string, ask: RepositoryAsk): AsyncGenerator<GitHubRepository[]>;
  /** Those of the node ids that are there and visible, in no order; one request for each 100. */
  repositoriesByIds(ids: readonly string[], ask: RepositoryAsk): Promise<GitHubRepository[]>;
  /** By `owner/name`, under an earlier name as well; undefined when it is gone or not visible. */
  repositoryByName(name: string, ask: RepositoryAsk): Promise<GitHubRepository | undefined>;
  /**
   * What stands at paths of commits, in the order of `wanted`: one request for 40 files. A request that GitHub cannot
   * finish is halved until it is one for a single file.
   */
  files(wanted: readonly WantedFile[], options: FilesOptions): Promise<FileAt[]>;
  /** The teams and members of an organisation. Accounts of persons have none and are `not-found`. */
  people(organization: string, signal: AbortSignal): Promise<GitHubPeople>;
  /** For git over https to this host, with any user name; it stays valid for five minutes at least, a personal one for ever. */
  gitToken(signal: AbortSignal): Promise<string>;
}

/** What is proposed to a GitHub, for which credentials need more than reading takes. */
export interface GitHubProposals {
  /**
   * Opens a pull request that changes one file, or gives the one that is open from the same branch. Without the right to do
   * so it throws `SourceUnavailable` with `refused` or `not-found`. Who cannot be asked for a review does not hinder it.
   */
  proposeFile(change: FileChange, signal: AbortSignal): Promise<PullRequest | 'changed-meanwhile'>;
  /** What became of a pull request; `unchanged` since the answer that `etag` came with, which costs nothing of the limit. */
  pullRequest(which: { repository: string; number: number; etag?: string }, signal: AbortSignal): Promise<PullRequestState>;
}

export interface RepositoryAsk {
  signal: AbortSignal;
  /** Whose head is asked for; the default branch when absent. */
  branch?: string | undefined;
}

export interface GitHubRepository {
  /** Node id: outlives renames and transfers. */
  id: string;
  /** Login as the owner writes it. */
  owner: string;
  name: string;
  /** For people: `https://host/owner/name`. Git reads it under the same address. */
  url: string;
  archived: boolean;
  fork: boolean;
  visibility: 'public' | 'private' | 'internal';
  /** In alphabetical order. */
  topics: string[];
  /** Null for a repository without commits. */
  defaultBranch: string | null;
  /** Commit at the head of the branch that was asked for; null when it has none. */
  head: string | null;
}

export interface WantedFile {
  /** Node id, or `owner/name`. */
  repository: string;
  /** Commit id. */
  commit: string;
  /** `/` separated, no leading slash. */
  path: string;
}

export interface FilesOptions {
  signal: AbortSignal;
  /** Larger ones are not read but told. */
  fileBytes: number;
}

export type FileAt = WantedFile & FileContent;

/**
 * `missing`: no such path in the commit. `unseen`: no such commit or repository, or none that is visible, which says nothing of
 * the path. `unread`: GitHub would not give exactly the bytes that git has (`binary`, `cut`), so that it must be read through git, or it is no regular file.
 */
export type FileContent =
  | { outcome: 'read'; blob: string; text: string }
  | { outcome: 'missing' | 'unseen' }
  | { outcome: 'too-large'; blob: string; size: number }
  | { outcome: 'unread'; why: 'binary' | 'cut' | 'symlink' | 'folder' | 'submodule' };

export interface GitHubPeople {
  /** Parents before their children. */
  teams: GitHubTeam[];
  members: GitHubMember[];
}

export interface GitHubTeam {
  slug: string;
  name: string;
  description: string | null;
  /** Slug of the team above; null at the top, and where that team is not visible. */
  parent: string | null;
  url: string;
  /** Logins of its own members, not those of teams below. */
  members: string[];
}

export interface GitHubMember {
  login: string;
  name: string | null;
  /** One at a domain that the organisation has verified, else the public one; null where GitHub shows neither. */
  email: string | null;
  url: string;
}

/** Who we are to GitHub: a token of a person, or a GitHub App whose installation is found by itself. */
export type GitHubAuth = { token: string } | { appId: string; privateKey: string };

/** One file as it shall be, on a branch of our own. */
export interface FileChange {
  /** `owner/name`. */
  repository: string;
  /** Into which it is proposed, and the commit of it that the change was made on. */
  base: { branch: string; commit: string };
  /** Ours: what is on it is replaced. */
  branch: string;
  path: string;
  /** What it replaces, and with what. */
  blob: string;
  text: string;
  title: string;
  /** Markdown. */
  body: string;
  /** Slugs of teams of the repository's organisation. */
  reviewers: readonly string[];
}

export interface PullRequest {
  /** It was there before. */
  known: boolean;
  number: number;
  url: string;
}

/** `gone`: not visible any more. */
export type PullRequestState = 'unchanged' | 'gone' | { state: 'open' | 'merged' | 'closed'; etag: string | undefined };
