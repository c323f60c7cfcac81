/** How long git may take and how much it may bring. */
export interface GitLimits {
  /** For a question to a remote. */
  askMs: number;
  /** For fetching. */
  fetchMs: number;
  /** For anything on this machine. */
  localMs: number;
  /** Most bytes that one fetch may bring to disk. */
  fetchBytes: number;
  /** Packs in a clone before they are put together. */
  packs: number;
}

export const defaultGitLimits: GitLimits = {
  askMs: 30_000,
  fetchMs: 600_000,
  localMs: 120_000,
  fetchBytes: 2_000_000_000,
  packs: 100,
};
