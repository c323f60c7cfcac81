/** By which commits a file of a repository came from one head to another. */
export interface FileQuestion {
  path: string;
  /** A head that was read earlier. */
  from: string;
  to: string;
}

export interface FileCommit {
  commit: string;
  author: string;
}

/** What the history of repositories says, asked when somebody wants to know. */
export interface Commits {
  /**
   * For each question, newest first, a few of the commits that touched the file; none: it was another file. Undefined
   * where history does not lead from one head to the other. Takes as long as the remote does; rejects when it cannot be asked.
   */
  of(source: string, questions: readonly FileQuestion[]): Promise<(FileCommit[] | undefined)[]>;
}
