import type { Place } from './directory.ts';
import type { Problem } from './descriptor.ts';
import type { Ref } from './ref.ts';

/** What people add to the catalog by its address, and how sources are looked at out of turn. All of it is plain data. */
export interface Registrations {
  /** Reads what an address names and writes nothing. Throws UserError. */
  look(url: string): Promise<Look>;
  /** Reads it again, and takes in what is there now. Throws UserError. */
  register(wish: { url: string; by: string }): Promise<Registered>;
  /** The entities stay for a week, and registering the same again takes it back. Throws UserError. */
  unregister(which: RegistrationKey): Promise<{ leavesAt: string }>;
  /** By repository and path; those that were ended are among them as long as they are kept. */
  list(): Promise<Registration[]>;
  /** Looks at one source now. Throws UserError, also when it was asked for within the last minute. */
  refresh(source: string): Promise<Refreshed>;
}

/** Which registration: a child of the registered source, and a path or pattern of it. */
export interface RegistrationKey {
  source: string;
  path: string;
}

export interface Registration extends RegistrationKey {
  /** As people call it: `github.com/acme/shop`. */
  repository: string;
  webUrl: string | null;
  ref?: string;
  by?: string;
  /** ISO 8601. */
  at?: string;
  /** When what it holds leaves the catalog, because it was ended. */
  leavesAt?: string;
  /** Of the whole repository. */
  ok: boolean;
  head: string | null;
}

/** What an address names. */
export interface RegistrationTarget extends RegistrationKey {
  host: string;
  repository: string;
  /** What git is given. */
  cloneUrl: string;
  ref?: string;
  /** The address names no file, so this one is meant. */
  assumed: boolean;
}

/** What registering would do. Lists are cut; the counts are not. */
export interface Look {
  target: RegistrationTarget;
  webUrl: string;
  commit: string;
  /** Registered, or read by that source, already: nothing would change. */
  already?: { source: string; by?: string; at?: string };
  /** Equal digests mean that the same would be taken in. */
  digest: string;
  entities: LookedEntity[];
  /** Kind, lower case → how many. */
  kinds: Record<string, number>;
  problems: Problem[];
  errors: number;
  warnings: number;
  /** Kind → documents that are not taken because registrations may not bring that kind. */
  notAllowed: Record<string, number>;
  conflicts: { ref: Ref; holder: Place }[];
  conflictCount: number;
  /** Repositories that Locations in it lead to, with the number of their files or patterns. */
  elsewhere: { repository: string; targets: number }[];
}

export interface LookedEntity {
  ref: Ref;
  name: string;
  title?: string;
  owner?: Ref;
  path: string;
  line: number;
}

export interface Registered {
  look: Look;
  /** What came of reading it into the catalog. */
  outcome: Refreshed;
}

/** What one look at a source found. */
export type Refreshed =
  | ({ outcome: 'unchanged' } & Found)
  | ({ outcome: 'synced'; counts: Record<string, number> } & Found)
  | { outcome: 'unavailable'; source: string; message: string; fix: string };

interface Found {
  source: string;
  head: string | null;
  /** What is wrong with all of it, the first few. */
  problems: Problem[];
  errors: number;
  warnings: number;
  /** Removals that wait for an administrator. */
  held: number;
}
