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
 * `missing`: no such path, commit or repository, or none that is visible. `unread`: GitHub would not give exactly the
 * bytes that git has (`binary`, `cut`), so that it must be read through git, or it is no regular file.
 */
export type FileContent =
  | { outcome: 'read'; blob: string; text: string }
  | { outcome: 'missing' }
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
