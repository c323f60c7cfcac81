import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { KeptState } from '#core/kept-state.ts';
import type { Ref } from '#core/ref.ts';
import { raiseVersion } from '#catalog/kept/raise-version.ts';
import { mute, unmute } from '../subscription-rows.ts';

export const followTopic = 'follow';

/** Somebody who is told what happens to one thing. */
export interface Follow {
  /** A Slack user id, or the id of a channel. */
  subscriber: string;
  /** Of the thing: it outlives renames, and the thing's return. */
  uid: string;
  /** As it was called then. */
  ref: Ref;
  /** Slack user id. */
  by: string;
  /** ISO 8601; what happened before is not told. */
  at: string;
}

/** Who follows what, whole in memory; writes go to the database. */
export interface Follows extends KeptState {
  all(): Iterable<Follow>;
  /** The oldest first. */
  of(subscriber: string): readonly Follow[];
  isMuted(subscriber: string): boolean;
  /** ISO 8601, when it was brought back after it was muted: what happened before stays untold. */
  backSince(subscriber: string): string | undefined;
  /** What is followed already stays as it is. */
  follow(follow: Follow): Promise<void>;
  /** False when it was not followed. */
  unfollow(which: Pick<Follow, 'subscriber' | 'uid'>): Promise<boolean>;
  /** Keeps what is followed, and tells nothing of it. */
  mute(muting: { subscriber: string; by: string; now: Date }): Promise<void>;
  /** False when it was not muted. */
  unmute(muting: { subscriber: string; now: Date }): Promise<boolean>;
}

const name = 'follows';
/** Messages of this long say, when they are muted, that they are. */
const shownAnewMs = 7 * 24 * 3600_000;

interface Rows {
  follows: readonly Follow[];
  muted: readonly string[];
  /** Absent in what an earlier release has saved. */
  back?: readonly (readonly [subscriber: string, at: string])[];
}

export function createFollows(db: Db): Follows {
  let follows: ReadonlyMap<string, readonly Follow[]> = new Map();
  let muted: ReadonlySet<string> = new Set();
  let back: ReadonlyMap<string, string> = new Map();
  let reading: Promise<unknown> = Promise.resolve();

  function take(rows: Rows): void {
    follows = Map.groupBy(rows.follows, ({ subscriber }) => subscriber);
    muted = new Set(rows.muted);
    back = new Map(rows.back);
  }

  async function readAll(): Promise<void> {
    const rows = await db.rows<Omit<Follow, 'at'> & { at: string | null; muted: boolean }>(sql`
      select subscriber, target as uid, coalesce(ref, '') as ref, coalesce(made_by, '') as by, muted_at is not null as muted,
        to_char(made_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from notice_subscription where topic = ${followTopic} order by made_at, target`);
    const made = rows.flatMap(({ subscriber, uid, ref, by, at }) => (subscriber === uid ? [] : { subscriber, uid, ref, by, at: at ?? '' }));
    const whole = rows.filter(({ subscriber, uid }) => subscriber === uid);
    take({
      follows: made,
      muted: whole.flatMap((row) => (row.muted ? row.subscriber : [])),
      back: whole.flatMap(({ subscriber, at }) => (at === null ? [] : [[subscriber, at] as const])),
    });
  }

  /** One after the other: an older read that ends later would bring back what was unfollowed. */
  function read(): Promise<void> {
    const turn = reading.then(readAll);
    reading = turn.catch(() => undefined);
    return turn;
  }

  async function write<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    const done = await db.transaction(async (tx) => {
      const result = await work(tx);
      await raiseVersion(tx, { name });
      return result;
    });
    await read();
    return done;
  }

  const shownAnew = (now: Date) => new Date(now.getTime() - shownAnewMs);
  return {
    name,
    all: () => [...follows.values()].flat(),
    of: (subscriber) => follows.get(subscriber) ?? [],
    isMuted: (subscriber) => muted.has(subscriber),
    backSince: (subscriber) => back.get(subscriber),
    read,
    follow: ({ subscriber, uid, ref, by, at }) =>
      write(async (tx) => {
        await tx.rows(sql`
          insert into notice_subscription (subscriber, topic, target, ref, made_by, made_at)
          values (${subscriber}, ${followTopic}, ${uid}, ${ref}, ${by}, ${at}::timestamptz) on conflict do nothing`);
      }),
    unfollow: ({ subscriber, uid }) =>
      write(async (tx) => {
        const rows = await tx.rows(sql`
          delete from notice_subscription where subscriber = ${subscriber} and topic = ${followTopic} and target = ${uid} returning target`);
        return rows.length > 0;
      }),
    mute: ({ subscriber, by, now }) => write((tx) => mute(tx, { subscriber, topic: followTopic, by, now, shownAnew: shownAnew(now) })),
    unmute: ({ subscriber, now }) => write((tx) => unmute(tx, { subscriber, topic: followTopic, now, shownAnew: shownAnew(now) })),
    save: (): Rows => ({ follows: [...follows.values()].flat(), muted: [...muted], back: [...back] }),
    load(value) {
      if (typeof value === 'object' && value !== null && 'follows' in value) take(value as Rows);
    },
  };
}

/** What was removed before `before` is followed no more; gives how many, at most `limit`. */
export async function forgetFollows(db: Db, before: Date, limit: number): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.rows(sql`
      delete from notice_subscription where topic = ${followTopic} and (subscriber, target) in (
        select s.subscriber, s.target from notice_subscription s join tombstone t on t.uid::text = s.target
        where s.topic = ${followTopic} and t.removed_at < ${before.toISOString()}::timestamptz
          and not exists (select 1 from descriptor d where d.uid = t.uid) limit ${limit})
      returning 1 as gone`);
    if (rows.length > 0) await raiseVersion(tx, { name });
    return rows.length;
  });
}
