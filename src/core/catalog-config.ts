import type { ChildOrigin } from './child-source.ts';
import type { Ref } from './ref.ts';

/** The `catalog` part of switchboard.yaml, parsed, with defaults filled in; frozen. */
export interface CatalogConfig {
  sources: readonly SourceConfig[];
  hosts: readonly HostConfig[];
  fallback: { channel?: string; group?: Ref };
  /** Contacts for companies whose groups carry none: group ref → contact. */
  owners: ReadonlyMap<Ref, OwnerContact>;
  bounds: Bounds;
  registered: RegisteredConfig;
}

/** How what people register is read. */
export type RegisteredConfig = Pick<AnySource, 'allow' | 'visibleTo' | 'everyMs'>;

/** What the product tells by itself. */
export interface NoticesConfig {
  /** `daily`: teams hear of new problems in their files on weekdays, at `at` (`HH:MM`) in `timeZone` (IANA). */
  problems: 'daily' | 'off';
  at: string;
  timeZone: string;
}

export interface OwnerContact {
  channel?: string;
  userGroup?: string;
  email?: string;
}

interface AnySource {
  /** Unique; `git-1` and so on where the operator gave none. */
  name: string;
  /** Position in switchboard.yaml, from 0. */
  position: number;
  /** Kinds that may come from here and from what its Locations reach, lower case. */
  allow: readonly string[];
  authority: boolean;
  visibleTo: 'everyone' | readonly Ref[];
  everyMs: number;
}

export type SourceConfig =
  /** `path` is absolute. */
  | (AnySource & { type: 'folder'; path: string; paths: readonly string[] })
  | (AnySource & {
      type: 'git';
      url: string;
      branch?: string;
      paths: readonly string[];
      token?: string;
      /** Nobody configured it: something else makes us read it. */
      child?: ChildOrigin;
    })
  | (AnySource & GitHubOrganisation & { type: 'github' })
  /** A running Backstage; `url` is its backend's. */
  | (AnySource & { type: 'backstage'; url: string; token?: string; paths: readonly string[] });

/** The repositories of an organisation and, with `authority`, its teams and members. */
export interface GitHubOrganisation {
  organization: string;
  /** Without a slash at the end. */
  apiUrl: string;
  auth: GitHubAuth;
  /** Paths or globs of descriptors in each repository. */
  paths: readonly string[];
  filters: RepositoryFilters;
  /** Absent: the default branch of each repository. */
  branch?: string;
}

/** Who we are to GitHub: a token of a person, or a GitHub App whose installation is found by itself. */
export type GitHubAuth = { token: string } | { appId: string; privateKey: string };

/** Which repositories are read; what all of it lets through. */
export interface RepositoryFilters {
  /** A regular expression that the whole name has to match, as in Backstage. */
  repository?: string;
  /** One of `include`, unless it is empty, and none of `exclude`. */
  topics: { include: readonly string[]; exclude: readonly string[] };
  visibility?: readonly ('public' | 'private' | 'internal')[];
  /** Archived ones as well. */
  archived: boolean;
  /** Forks as well. */
  forks: boolean;
}

/** A Git host that people and files may name, with its credentials, which are sent to no other host. */
export interface HostConfig {
  host: string;
  token?: string;
  username?: string;
  /** May resolve to private addresses. */
  private: boolean;
  caFile?: string;
}

/** What hostile or broken input may cost. */
export interface Bounds {
  fileBytes: number;
  documentsPerFile: number;
  nesting: number;
  aliases: number;
  locationTargets: number;
  locationDepth: number;
  /** Other repositories that the Locations of one source may name. */
  locationRepositories: number;
}

export const defaultBounds: Bounds = {
  fileBytes: 5_000_000,
  documentsPerFile: 20_000,
  nesting: 100,
  aliases: 1_000,
  locationTargets: 50_000,
  locationDepth: 16,
  locationRepositories: 2_000,
};

/** Kinds taken when a source has no `allow`, lower case; `authority: true` adds the second list. */
export const defaultKinds = ['component', 'system', 'api', 'resource', 'domain', 'location', 'airesource'] as const;
export const authorityKinds = ['user', 'group'] as const;
export const modelKinds = [...defaultKinds, ...authorityKinds, 'template'] as const;

/** For registrations, where the configuration says nothing of them. */
export const defaultRegistered: RegisteredConfig = { allow: defaultKinds, visibleTo: 'everyone', everyMs: 60_000 };
