import { type Asker, createApp, type WorldApp } from './credentials.ts';
import { createRepository, fullName, type RepositoryOptions, type WorldRepository } from './repository.ts';

interface Counted {
  graphql: number;
  rest: number;
  git: number;
}

export interface WorldTeam {
  slug: string;
  name: string;
  description: string | null;
  parent: string | null;
  members: string[];
}

export interface WorldMember {
  login: string;
  name: string | null;
  /** What the profile shows. */
  email: string;
  /** At a domain that the organisation has verified. */
  verified: string[];
}

/** What goes wrong with the next request. */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'secondary-limit'; seconds: number }
  | { kind: 'primary-limit'; seconds: number }
  | { kind: 'hang' }
  | { kind: 'broken-off' }
  | { kind: 'single-sign-on' }
  | { kind: 'partial'; message: string; type: string };

/** A GitHub with one organisation; everything in it can be changed while it is read. */
export interface WorldState {
  organization: string;
  /** What git serves. */
  gitFolder: string;
  /** Logins that are accounts of persons. */
  persons: Set<string>;
  repositories: Map<string, WorldRepository>;
  teams: Map<string, WorldTeam>;
  members: Map<string, WorldMember>;
  /** Token → who that is. */
  askers: Map<string, Asker>;
  app: WorldApp;
  faults: Fault[];
  /** What GitHub can finish in its ten seconds. */
  strength: { blobs: number; repositories: number };
  limit: { remaining: number; resets: Date };
  counted: Counted;
  /** Requests since this was last asked. */
  spent(): Counted;
  now(): Date;
  later(ms: number): void;
  repository(name: string, options?: RepositoryOptions): WorldRepository;
  remove(repository: WorldRepository): void;
  team(slug: string, more?: Partial<WorldTeam>): WorldTeam;
  member(login: string, more?: Partial<WorldMember>): WorldMember;
  /** A token of a person, as the settings page makes it. */
  personalToken(scopes?: string[]): string;
}

export function createState(organization: string, gitFolder: string): WorldState {
  let made = 0;
  let ahead = 0;
  const state: WorldState = {
    organization,
    gitFolder,
    persons: new Set(),
    repositories: new Map(),
    teams: new Map(),
    members: new Map(),
    askers: new Map(),
    app: createApp(),
    faults: [],
    strength: { blobs: 40, repositories: 100 },
    limit: { remaining: 5_000, resets: new Date(Date.now() + 3_600_000) },
    counted: { graphql: 0, rest: 0, git: 0 },
    spent() {
      const { counted } = state;
      state.counted = { graphql: 0, rest: 0, git: 0 };
      return counted;
    },
    now: () => new Date(Date.now() + ahead),
    later(ms) {
      ahead += ms;
    },
    repository(name, options = {}) {
      made += 1;
      const repository = createRepository(`R_${made}`, name, { owner: organization, ...options, folder: gitFolder });
      state.repositories.set(repository.id, repository);
      return repository;
    },
    remove(repository) {
      state.repositories.delete(repository.id);
    },
    team(slug, more = {}) {
      const team = { slug, name: slug, description: null, parent: null, members: [], ...more };
      state.teams.set(slug, team);
      return team;
    },
    member(login, more = {}) {
      const member = { login, name: null, email: '', verified: [], ...more };
      state.members.set(login, member);
      return member;
    },
    personalToken(scopes = ['repo', 'read:org', 'read:user']) {
      made += 1;
      const token = `ghp_${made}secret`;
      state.askers.set(token, { kind: 'person', ends: undefined, permissions: {}, scopes });
      return token;
    },
  };
  return state;
}

export function findRepository(world: WorldState, owner: string, name: string): WorldRepository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  const all = [...world.repositories.values()];
  return (
    all.find((repository) => fullName(repository).toLowerCase() === wanted) ??
    all.find(({ formerly }) => formerly.some((before) => before.toLowerCase() === wanted))
  );
}
