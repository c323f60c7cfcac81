import { setImmediate } from 'node:timers/promises';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import type { Directory } from '#core/directory.ts';
import type { Change, Schedule, Subscription } from '#core/notice.ts';
import type { People } from '#core/ports.ts';
import { everyone, operator, type Viewer } from '#core/viewer.ts';
import type { Authority } from '#catalog/ownership/authority.ts';
import { readEnd, readFeed, readPosition, writePosition } from './feed-rows.ts';
import { followFacts, type FollowFacts, mayStillKnow } from './follow-facts.ts';
import { type FollowedChange, followedChanges } from './followed-changes.ts';
import { type Follow, type Follows, followTopic } from './follows.ts';

export interface FollowDeps {
  db: Db;
  directory: () => Directory;
  /** Everything that is committed is in memory after this; rejects when the database is away. */
  refresh(): Promise<void>;
  follows: Follows;
  people: People;
  authority: () => Authority;
}

/** A minute, so that one piece of work in several files is one message; then at most six messages an hour. */
const schedule: Schedule = { kind: 'folded', settleMs: 60_000, everyMs: 600_000 };
/** Longer than a change can wait for its notice. What is older is told or never will be. */
const keptMs = 30 * 60_000;
/** What a batch means is worked out at one go, while whoever asks something waits. */
const batch = 500;

/** What happened to things that people and channels follow, with what each of them may see. */
export function collectFollowed(deps: FollowDeps): Pick<Topic, 'collect' | 'planned' | 'stillTold'> {
  const { db, follows } = deps;
  let position: number | undefined;
  let written: number | undefined;
  let kept: { change: FollowedChange; seenAt: Date }[] = [];

  /** Reads on in the feed; each row is looked at once by a process. */
  async function readOn(all: readonly Follow[], { oldest, now }: { oldest: Date; now: Date }): Promise<void> {
    const followed = new Set(all.map(({ uid }) => uid));
    // Another process may have told of it meanwhile.
    position = Math.max(position ?? (await readEnd(db, oldest)), await readPosition(db));
    for (let isMore = true; isMore;) {
      const read = await readFeed(db, position, batch);
      if (read.rows.length > 0) await deps.refresh();
      const view = deps.directory().for(operator);
      for (const change of read.rows.flatMap((row) => followedChanges(view, row, followed))) kept.push({ change, seenAt: now });
      position = read.position;
      isMore = read.rows.length === batch;
    }
  }

  return {
    async collect(now) {
      kept = kept.filter(({ seenAt }) => isRecent(seenAt, now));
      await follows.read();
      const all = [...follows.all()];
      const [first] = all.toSorted((a, b) => a.at.localeCompare(b.at));
      // While nobody follows anything, nothing is read, and what comes meanwhile is passed over later.
      if (!first) position = undefined;
      else await readOn(all, { oldest: new Date(first.at), now });
      const news = Map.groupBy(
        kept.map(({ change }) => change),
        ({ uid }) => uid,
      );
      const subscribers = [...new Set(all.map(({ subscriber }) => subscriber))];
      const changes: Change[][] = [];
      for (const subscriber of subscribers) {
        const own = changesFor(deps, { subscriber, news });
        if (own.length === 0) continue;
        changes.push(own);
        // After a first sync each of them has thousands of new dependents: others ask something meanwhile.
        await setImmediate();
      }
      return { subscriptions: subscribers.map(subscriptionOf), changes: changes.flat() };
    },
    stillTold({ subscriber, items }) {
      const view = deps.directory().for(viewerOf(deps, subscriber));
      const followed = new Set(follows.of(subscriber).map(({ uid }) => uid));
      return items.filter(({ facts }) => {
        const one = facts as FollowFacts | undefined;
        return !one || (followed.has(one.uid) && mayStillKnow(view, one));
      });
    },
    async planned(now) {
      kept = kept.filter(({ seenAt }) => isRecent(seenAt, now));
      const done = kept.reduce((least, { change }) => Math.min(least, change.seq - 1), position ?? 0);
      if (position === undefined || done === written) return;
      await writePosition(db, done);
      written = done;
    },
  };
}

function isRecent(seenAt: Date, now: Date): boolean {
  return seenAt.getTime() > now.getTime() - keptMs;
}

function subscriptionOf(subscriber: string): Subscription {
  return { subscriber, topic: followTopic, schedule, muted: false, address: subscriber };
}

function changesFor(
  deps: FollowDeps,
  { subscriber, news }: { subscriber: string; news: ReadonlyMap<string, readonly FollowedChange[]> },
): Change[] {
  const back = deps.follows.backSince(subscriber) ?? '';
  const own = deps.follows.of(subscriber).flatMap((follow) => {
    const since = new Date(follow.at > back ? follow.at : back);
    return news.get(follow.uid)?.filter(({ at }) => at > since) ?? [];
  });
  if (own.length === 0) return [];
  const directory = deps.directory();
  const sights = { view: directory.for(viewerOf(deps, subscriber)), all: directory.for(operator) };
  const changes = [...Map.groupBy(own, idOf)].flatMap(([id, together]): Change[] => {
    const facts = followFacts(sights, together);
    return facts ? [{ id, subscriber, at: new Date(facts.at), facts }] : [];
  });
  return changes.sort(byGravity);
}

/** What came to one thing at one moment in one way is one change, however many rows it is. */
function idOf(change: FollowedChange): string {
  const { uid, seq, at, sort } = change;
  return sort === 'dependent' ? `${uid} ${at.getTime()} ${change.how} ${change.through ?? ''}` : `${uid} ${seq}`;
}

const gravity: readonly FollowFacts['what']['sort'][] = ['removed', 'owner', 'lifecycle', 'renamed', 'back', 'dependents'];

/** The gravest first: not all of them are shown. */
function byGravity(a: Change, b: Change): number {
  const rank = ({ facts }: Change) => gravity.indexOf((facts as FollowFacts).what.sort);
  return rank(a) - rank(b) || a.at.getTime() - b.at.getTime();
}

/** What a channel reads is for everyone; a person's rights are looked up each time. */
function viewerOf({ people, authority }: FollowDeps, subscriber: string): Viewer {
  if (!/^[UW]/.test(subscriber)) return everyone;
  return { kind: 'member', teamId: '', userId: subscriber, ...authority().of(people.emailOf(subscriber)) };
}
