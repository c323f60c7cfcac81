import type { Follow, Follows } from '#notices/follow/follows.ts';

/** Who follows what, in no database. */
export function paperFollows(): Follows {
  const known = new Map<string, Follow>();
  const keyOf = ({ subscriber, uid }: Pick<Follow, 'subscriber' | 'uid'>) => `${subscriber} ${uid}`;
  return {
    name: 'paper',
    all: () => known.values(),
    of: (subscriber) => [...known.values()].filter((follow) => follow.subscriber === subscriber),
    isMuted: () => false,
    backSince: () => undefined,
    follow: async (follow) => void known.set(keyOf(follow), follow),
    unfollow: async (which) => known.delete(keyOf(which)),
    mute: () => Promise.resolve(),
    unmute: () => Promise.resolve(false),
    read: () => Promise.resolve(),
    save: () => undefined,
    load: () => undefined,
  };
}
