import type { Clock } from '#core/clock.ts';
import type { Block } from '#core/reply.ts';
import { exampleContents } from './example-workspace.ts';
import { createFiles, type Files } from './files.ts';
import type { Json } from './json.ts';
import { createViews, type Views } from './views.ts';

export interface Person {
  id: string;
  name: string;
  /** What stands after `@`. */
  handle: string;
  email: string;
  /** `stranger`: of another organisation; nobody can act as one. */
  kind: 'member' | 'guest' | 'stranger' | 'app';
  about: string;
  /** Fields of Slack's user object that say something else than what the above makes. */
  facts?: Json;
}

export interface Channel {
  id: string;
  name: string;
  /** `dm`: between the app and `with`. */
  kind: 'channel' | 'dm';
  about: string;
  /** The other organisation that reads along. */
  sharedWith?: string;
  guests: boolean;
  hasApp: boolean;
  with?: string;
  /** Can be read, not written. */
  archived?: true;
  /** Fields of Slack's conversation object that say something else than what the above makes. */
  facts?: Json;
}

export interface Post {
  ts: string;
  channel: string;
  by: string;
  text: string;
  blocks: Block[];
  /** The `ts` of the message that it answers. */
  thread?: string;
  /** Ephemeral: seen by this person only. */
  onlyFor?: string;
  edited?: true;
  /** Link in it → the card below. */
  unfurls?: ReadonlyMap<string, readonly Json[]>;
  /** Ids of files that are shown with it. */
  files?: readonly string[];
  /** Goes with it unseen. */
  metadata?: unknown;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
}

/** What is there at the start. `thread` is the number of the post above that is answered. */
export interface Contents {
  people: readonly Person[];
  channels: readonly Channel[];
  userGroups: readonly UserGroup[];
  posts: readonly (Omit<Post, 'ts'> & { minutesAgo: number })[];
}

/** The state of the small Slack: who is there, what was said, what is open. Held in memory, gone at the end. */
export interface Workspace {
  people: ReadonlyMap<string, Person>;
  channels: ReadonlyMap<string, Channel>;
  userGroups: UserGroup[];
  readonly posts: readonly Post[];
  views: Views;
  files: Files;
  add(post: Omit<Post, 'ts'>): Post;
  remove(post: Post): void;
  find(channel: string, ts: string): Post | undefined;
  invite(channel: Channel): void;
  /** Somebody new, or known and different now. */
  setPerson(person: Person): void;
  setChannel(channel: Channel): void;
  /** Tells those who watch that something is different. */
  changed(): void;
  /** Calls back after changes; gives the way to end it. */
  watch(look: () => void): () => void;
}

export const teamId = 'T0WORKBENCH';
export const teamName = 'Halyard (workbench)';
export const appId = 'A0WORKBENCH';
export const botUserId = 'U0BOT';
export const botId = 'B0BOT';
export const botName = 'switchboard';

/** More are forgotten, oldest first. */
const mostPosts = 2000;

export function createWorkspace(clock: Clock, contents: Contents = exampleContents): Workspace {
  const watchers = new Set<() => void>();
  const people = new Map(contents.people.map((person) => [person.id, person]));
  const channels = new Map(contents.channels.map((channel) => [channel.id, channel]));
  const posts: Post[] = [];
  let last = 0;

  /** Slack's message ids: microseconds, unique and rising. */
  function nextTs(at = clock.now().getTime()): string {
    last = Math.max(last + 1, at * 1000);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
  }

  const changed = () => watchers.forEach((look) => look());
  const setChannel = (channel: Channel) => {
    channels.set(channel.id, channel);
    changed();
  };
  for (const { minutesAgo, ...post } of contents.posts) {
    const thread = post.thread === undefined ? undefined : posts[Number(post.thread)]?.ts;
    posts.push({ ...post, ts: nextTs(clock.now().getTime() - minutesAgo * 60_000), ...(thread && { thread }) });
  }
  return {
    people,
    channels,
    userGroups: [...contents.userGroups],
    posts,
    views: createViews({ nextTs, changed }),
    files: createFiles(),
    add(post) {
      const added = { ...post, ts: nextTs() };
      posts.push(added);
      if (posts.length > mostPosts) posts.splice(0, posts.length - mostPosts);
      changed();
      return added;
    },
    remove(post) {
      const at = posts.indexOf(post);
      if (at !== -1) posts.splice(at, 1);
      changed();
    },
    find: (channel, ts) => posts.find((post) => post.channel === channel && post.ts === ts),
    invite: (channel) => setChannel({ ...channel, hasApp: true }),
    setPerson(person) {
      people.set(person.id, person);
      changed();
    },
    setChannel,
    changed,
    watch(look) {
      watchers.add(look);
      return () => void watchers.delete(look);
    },
  };
}

/** Whether the person may look into the channel at all. */
export function canRead(person: Person, channel: Channel): boolean {
  return channel.kind === 'dm' ? channel.with === person.id : person.kind !== 'guest' || channel.guests;
}
