import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import type { SlackViewer } from '#core/viewer.ts';
import { createLookup } from './look-up-person.ts';
import type { Who } from './payload.ts';
import { createPersonSaver } from './person-saver.ts';
import type { PersonStore } from './person-rows.ts';
import type { Person } from './person.ts';
import { readRoster } from './roster.ts';
import type { SlackApi } from './slack-api.ts';

export interface PeopleOptions {
  api: SlackApi;
  /** The workspace we serve; undefined until Slack has said it once. */
  ownTeamId(): string | undefined;
  /** The User of an authority source with this email and its groups, from memory: asked for every request. */
  authorityOf(email: string | undefined): { userRef?: Ref; groups: readonly Ref[] };
  store: PersonStore;
  clock: Clock;
  log: Log;
  /** How long a person not yet known may keep a request waiting. */
  waitMs?: number;
}

export interface SlackPeople extends People {
  /** Never rejects. A promise only for a person not yet known; otherwise no call and no statement. */
  viewerOf(who: Who): SlackViewer | Promise<SlackViewer>;
  /** What Slack said of a person, as far as is known. */
  known(userId: string): Person | undefined;
  /** For the snapshot, with which a process starts that reaches neither Slack nor the database. */
  save(): PeopleSnapshot;
  /** Undefined: the snapshot is of a process that had no Slack. */
  load(snapshot: PeopleSnapshot | undefined): void;
  /** Reads the stored people, then all of the workspace's from Slack, in the background. */
  start(): void;
  stop(): Promise<void>;
}

/** Plain enough for JSON, which makes strings of dates. */
export interface PeopleSnapshot {
  persons: readonly (Omit<Person, 'fetchedAt'> & { fetchedAt: Date | string })[];
  /** Handle without `@` → id of the user group. */
  userGroups: readonly (readonly [string, string])[];
}

const freshMs = 24 * 3600_000;

export function createPeople(options: PeopleOptions): SlackPeople {
  const persons = new Map<string, Person>();
  const idByEmail = new Map<string, string>();
  const userGroups = new Map<string, string>();
  const saver = createPersonSaver(options.store, options.log);
  const stopped = new AbortController();
  const lookup = createLookup({ ...options, waitMs: options.waitMs ?? 500, learn });

  function remember(person: Person): boolean {
    const before = persons.get(person.userId);
    if (before && before.fetchedAt >= person.fetchedAt) return false;
    if (before?.email && idByEmail.get(before.email) === person.userId) idByEmail.delete(before.email);
    if (person.email && person.kind !== 'external') idByEmail.set(person.email, person.userId);
    persons.set(person.userId, person);
    return true;
  }

  function learn(person: Person): void {
    if (remember(person)) saver.add(person);
  }

  function asViewer(who: Who, person: Person): SlackViewer {
    // Groups mean permissions, which only members have.
    const authority = person.kind === 'member' ? options.authorityOf(person.email) : { groups: [] };
    return { kind: person.kind, ...who, ...authority };
  }

  function viewerOfStranger(who: Who): SlackViewer | Promise<SlackViewer> {
    const own = options.ownTeamId();
    // Without our own workspace's id a member cannot be told from a stranger.
    if (own === undefined) return { kind: 'unknown', ...who, groups: [] };
    if (who.teamId !== own) return { kind: 'external', ...who, groups: [] };
    return lookup.ask(who).then((found) => (found ? asViewer(who, found) : { kind: 'unknown', ...who, groups: [] }));
  }

  async function startUp(): Promise<void> {
    await options.store.load().then(
      (stored) => stored.forEach(remember),
      (error: unknown) => options.log.warn({ err: error }, 'slack.people-not-loaded'),
    );
    for await (const part of readRoster(options, stopped.signal)) {
      part.persons.forEach(learn);
      if (part.userGroups) replace(userGroups, part.userGroups);
    }
  }

  return {
    viewerOf(who) {
      const person = persons.get(who.userId);
      if (!person) return viewerOfStranger(who);
      if (options.clock.now().getTime() - person.fetchedAt.getTime() > freshMs) lookup.refresh(who);
      return asViewer(who, person);
    },
    known: (userId) => persons.get(userId),
    userIdOf: (email) => idByEmail.get(email.toLowerCase()),
    emailOf: (userId) => persons.get(userId)?.email,
    nameOf: (userId) => persons.get(userId)?.name,
    userGroupIdOf: (handle) => userGroups.get(handle.replace(/^@/, '').toLowerCase()),
    save: () => ({ persons: [...persons.values()], userGroups: [...userGroups] }),
    load(snapshot) {
      if (!snapshot) return;
      for (const saved of snapshot.persons) remember({ ...saved, fetchedAt: new Date(saved.fetchedAt) });
      if (userGroups.size === 0) replace(userGroups, snapshot.userGroups);
    },
    start: () => void startUp(),
    async stop() {
      stopped.abort();
      await saver.flush();
    },
  };
}

function replace<K, V>(map: Map<K, V>, entries: Iterable<readonly [K, V]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
