/**
 * Why a source that nobody configured is read, and what of it. It takes position, visibility and allowed kinds from its
 * parent, never its authority: what others wrote in a repository says nothing about who may do what.
 */
export interface ChildOrigin {
  /** A repository of an organisation, what a Location names in another repository, or what a person registered. */
  why: 'repository' | 'location' | 'registered';
  /** What git is given: https, without credentials. */
  url: string;
  /** Branch or tag; absent: the default branch. */
  ref?: string;
  /** Globs for a repository of an organisation; else files and patterns that are named, each of which has to be there. */
  paths: readonly NamedPath[];
  /** The Git host's own id of the repository, which outlives renames. */
  externalId?: string;
  /** Locations between an operator's source, or a registration, and this. */
  depth: number;
}

export interface NamedPath {
  /** Path or glob inside the repository. */
  path: string;
  optional: boolean;
  /** The line that names it first; absent where no file does. */
  from?: { source: string; path: string; line: number };
  /** Of a registration: who made it, a Slack user id, and when, in ISO 8601. */
  by?: string;
  at?: string;
  /** Since when it is not registered any more while others of the same repository are. */
  endedAt?: string;
}

/** A child as it shall be. */
export interface WantedChild {
  /** Unique among all sources: `<parent>/<what it is>`. */
  name: string;
  origin: ChildOrigin;
}

/** The source that registrations are children of; no operator can give this name. */
export const registeredParent = 'registered';

/** How long what nothing names any more stays, so that a slip can be taken back. */
export const orphanGraceMs = 7 * 24 * 3600_000;
