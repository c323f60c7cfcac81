/** What stands at a path. Links and submodules are seen, so that they can be told, and never followed. */
export type Kind = 'file' | 'symlink' | 'submodule';

export type Content = { outcome: 'read'; bytes: Buffer } | { outcome: 'too-large'; size: number } | { outcome: 'unreadable'; why: string };

export interface FoundFile {
  path: string;
  /** Content id, see `ReadFile.blob`. */
  blob: string;
  content: Content;
}

/** The files of a source at one moment: a commit, or one look at a folder. */
export interface Snapshot {
  /** Everything that is there. May be dear; asked only when the set of files matters. */
  all(): Promise<ReadonlyMap<string, Kind>>;
  /** Some paths only; what is not there is not in the answer. */
  lookup(paths: readonly string[]): Promise<ReadonlyMap<string, Kind>>;
  /** Contents as they come, in any order; only paths known to be files. One that has gone meanwhile is left out. */
  read(paths: readonly string[]): AsyncGenerator<FoundFile>;
}

/** How one path differs from what was read last; a side is absent where nothing was, or is, there. */
export interface PathChange {
  path: string;
  before?: Kind;
  after?: Kind;
}
