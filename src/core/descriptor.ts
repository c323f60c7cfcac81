import type { Ref } from './ref.ts';

/** Why a descriptor or a part of one is not in the catalog (error), or was taken with a reservation (warning). */
export interface Problem {
  severity: 'error' | 'warning';
  /** Stable kebab-case id of the rule, e.g. `owner-missing`. */
  code: string;
  /** What is wrong: one sentence, quoting the offending value shortened. */
  message: string;
  /** What to do about it: one imperative sentence. */
  fix: string;
  /** Path inside the source, `/` separated, no leading slash. */
  path: string;
  /** 1-based. */
  line: number;
  /** The entity concerned, when it could be told. */
  ref?: Ref;
}

/** A document that is nobody's mistake and no entity either, such as an unrendered skeleton. */
export interface Ignored {
  reason: 'unrendered' | 'not-a-descriptor' | 'foreign-api-version' | 'empty';
  path: string;
  line: number;
}

/** One accepted document. `path` + `doc` is its place: the same file reached twice is one place. */
export interface Descriptor {
  ref: Ref;
  /**
   * The entity as JSON text, without `spec.definition` when that is a string. Text, because all of a source's are held
   * at a time: it takes a quarter of the memory, costs nothing between threads, and is what is stored.
   */
  json: string;
  definition?: string;
  path: string;
  /** 0-based index of the document in its file, empty ones counted. */
  doc: number;
  /** 1-based line on which the document's content starts. */
  line: number;
  /** 1-based line of `spec.owner`, where the document has one. */
  ownerLine?: number;
  /** Hex digest over entity, definition, path, doc and lines: equal means that nothing need be written. */
  hash: string;
  /** Hex digest over the entity and definition without name, namespace and title: tells a rename from a removal. */
  contentHash: string;
}

/** What one Location entity asks for. Targets on other hosts never get here; they are problems. */
export interface LocationTarget {
  /** As resolved against the file's folder: a path inside the source, possibly with `*`, `**`, `[a-z]` or `{a,b}`. */
  pattern: string;
  glob: boolean;
  /** A missing target is an error unless `presence: optional`. */
  optional: boolean;
  line: number;
}

/** A Location target in another repository, on a host of `catalog.hosts`; read as a source of its own. */
export interface ElsewhereTarget {
  url: string;
  /** A missing target is an error unless `presence: optional`. */
  optional: boolean;
  line: number;
}

/** Everything that reading one file yields. A file that cannot be parsed has problems and `unreadable: true`. */
export interface ReadFile {
  path: string;
  /** Content id: the git blob id, or a digest of the bytes for folders. */
  blob: string;
  /** Distance from a root file: 0 = named by the source's own paths, n = reached through n Locations. */
  depth: number;
  descriptors: Descriptor[];
  problems: Problem[];
  ignored: Ignored[];
  /** Paths that `$text`, `$json`, `$yaml` pulled in: when one of them changes, this file is read again. */
  includes: string[];
  targets: LocationTarget[];
  /** Absent: none. */
  elsewhere?: ElsewhereTarget[];
  /** YAML syntax stopped the reading somewhere: refs that were here before may still be meant, so they are kept. */
  unreadable: boolean;
}

/** What is remembered of a file between two reads. */
export type FileState = Pick<ReadFile, 'path' | 'blob' | 'depth' | 'includes' | 'targets' | 'elsewhere'>;

/** What is remembered of a source between two reads; null before the first. */
export interface SourceState {
  /** Head commit that was read; null for folders. */
  head: string | null;
  branch: string | null;
  files: Map<string, FileState>;
}

/**
 * What reading a source yields. `full`: `files` is all there is, what is not named is gone. Otherwise a delta:
 * `files` were read again, `removed` are gone, all else is as before.
 */
export type SourceRead =
  | { outcome: 'unchanged'; head: string | null; branch: string | null }
  | {
      outcome: 'read';
      full: boolean;
      head: string | null;
      branch: string | null;
      files: ReadFile[];
      removed: string[];
    };

/** A source that could not be read at all; nothing is removed because of it. `code` may be shown to the public. */
export class SourceUnavailable extends Error {
  readonly code: 'not-found' | 'refused' | 'unreachable' | 'timeout' | 'too-large' | 'rate-limited' | 'empty' | 'failed';
  /** What the operator can do. */
  readonly fix: string;
  /** Asking earlier is of no use; told where the source's host says so. */
  readonly until: Date | undefined;
  constructor(code: SourceUnavailable['code'], message: string, fix: string, options?: ErrorOptions & { until?: Date | undefined }) {
    super(message, options);
    this.name = 'SourceUnavailable';
    this.code = code;
    this.fix = fix;
    this.until = options?.until;
  }
}
