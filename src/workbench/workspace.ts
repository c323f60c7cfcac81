import type { Clock } from '#core/clock.ts';
import type { Block } from '#core/reply.ts';
import { exampleChannels, examplePeople, examplePosts, exampleUserGroups } from './example-workspace.ts';
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
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
}

/** The state of the small Slack: who is there, what was said, what is open. Held in memory, gone at the end. */
export interface Workspace {
  people: ReadonlyMap<string, Person>;
  channels: ReadonlyMap<string, Channel>;
  userGroups: readonly UserGroup[];
  readonly posts: readonly Post[];
  views: Views;
  add(post: Omit<Post, 'ts'>): Post;
  remove(post: Post): void;
  find(channel: string, ts: string): Post | undefined;
  invite(channel: Channel): void;
  /** Tells those who watch that something is different. */
  changed(): void;
  /** Calls back after changes; gives the way to end it. */
  watch(look: () => void): () => void;
}

export const teamId = 'T0WORKBENCH';
export const appId = 'A0WORKBENCH';
export const botUserId = 'U0SWITCHBOARD';
export const botId = 'B0SWITCHBOARD';

/** More are forgotten, oldest first. */
const mostPosts = 2000;

export function createWorkspace(clock: Clock): Workspace {
  const watchers = new Set<() => void>();
  const people = new Map(examplePeople.map((person) => [person.id, person]));
  const channels = new Map(exampleChannels.map((channel) => [channel.id, channel]));
  const posts: Post[] = [];
  let last = 0;

  /** Slack's message ids: microseconds, unique and rising. */
  function nextTs(at = clock.now().getTime()): string {
    last = Math.max(last + 1, at * 1000);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
  }

  const changed = () => watchers.forEach((look) => look());
  for (const { minutesAgo, ...post } of examplePosts) {
    const thread = post.thread === undefined ? undefined : posts[Number(post.thread)]?.ts;
    posts.push({ ...post, ts: nextTs(clock.now().getTime() - minutesAgo * 60_000), ...(thread && { thread }) });
  }
  return {
    people,
    channels,
    userGroups: exampleUserGroups,
    posts,
    views: createViews({ nextTs, changed }),
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
    invite(channel) {
      channels.set(channel.id, { ...channel, hasApp: true });
      changed();
    },
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
